import { UnknownClient } from '../../../clients/status/client-status.service';
import { StatusChangeRefused } from '../../../clients/status/status-transitions';
import { StartFailure } from '../../../platform/config/start-failure';
import { ClientChangesModule } from '../../client-changes.module';
import type { DatabaseNeeds } from '../../open-database';
import { type Opened, withDatabase } from '../with-database';

/** Runs `work` with the services of clients, on the database of the server: see {@link withDatabase}. */
export const withClients = (
  command: string,
  work: (opened: Opened) => Promise<void>,
  { modules = [], ...needs }: DatabaseNeeds = {},
): Promise<void> =>
  withDatabase(`clients ${command}`, { ...needs, modules: [ClientChangesModule, ...modules] }, async (opened) => {
    try {
      await work(opened);
    } catch (error) {
      if (error instanceof UnknownClient) throw new StartFailure(`CLIENT_ID: ${error.message}; see clients list`);
      throw error instanceof StatusChangeRefused ? new StartFailure(error.message) : error;
    }
  });
