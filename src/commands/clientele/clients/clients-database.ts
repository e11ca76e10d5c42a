import { ClientChangesModule } from '../../client-changes.module';
import type { DatabaseNeeds } from '../../open-database';
import { type Opened, withDatabase } from '../with-database';

/** For `--help`: the argument of a command for one client. */
export const OF_CLIENT = { client_id: 'the identifier of the client; clients list has those of all' };

/** Runs `work` with the services of clients, on the database of the server: see {@link withDatabase}. */
export const withClients = (
  command: string,
  work: (opened: Opened) => Promise<void>,
  { modules = [], ...needs }: DatabaseNeeds = {},
): Promise<void> => withDatabase(`clients ${command}`, { ...needs, modules: [ClientChangesModule, ...modules] }, work);
