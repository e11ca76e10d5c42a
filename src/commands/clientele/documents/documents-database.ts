import { ClientDocumentsModule } from '../../../client-documents/client-documents.module';
import { RateLimitsModule } from '../../../platform/rate-limits/rate-limits.module';
import { UserGrantsModule } from '../../../user-grants/user-grants.module';
import { ClientChangesModule } from '../../client-changes.module';
import { type Opened, withDatabase } from '../with-database';

/** For `--help`: the argument of a command for one document. */
export const OF_DOCUMENT = { client_id: 'the address of the document, which is the client_id' };

/** Runs `work` with the services of client id metadata documents, on the database of the server: see {@link withDatabase}. */
export const withDocuments = (command: string, work: (opened: Opened) => Promise<void>): Promise<void> =>
  withDatabase(
    `documents ${command}`,
    { modules: [RateLimitsModule, ClientChangesModule, ClientDocumentsModule, UserGrantsModule], needsKeys: true },
    work,
  );
