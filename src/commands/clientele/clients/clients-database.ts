import { ClientChangesModule } from '../../client-changes.module';
import type { DatabaseNeeds } from '../../open-database';
import { type Opened, withDatabase } from '../with-database';

/** Runs `work` with the services of clients, on the database of the server: see {@link withDatabase}. */
export const withClients = (
  command: string,
  work: (opened: Opened) => Promise<void>,
  { modules = [], ...needs }: DatabaseNeeds = {},
): Promise<void> => withDatabase(`clients ${command}`, { ...needs, modules: [ClientChangesModule, ...modules] }, work);
