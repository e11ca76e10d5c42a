import { ClientStatusService } from '../../../clients/status/client-status.service';
import type { StatusAction } from '../../../clients/status/status-transitions';
import { printJson, say } from '../output';
import { summaryOf } from './client-summary';
import { withClients } from './clients-database';

/** The options of a command that changes the status of a client. */
export interface ChangeOptions {
  readonly reason?: string;
  readonly json?: boolean;
}

/** Changes the status of a client and prints what it is now. */
export const changeStatus = (
  action: StatusAction,
  [client_id = '']: readonly string[],
  { reason, json }: ChangeOptions,
): Promise<void> =>
  withClients(action, async ({ app, context }) => {
    const client = await app.get(ClientStatusService).change(context, client_id, action, reason);
    if (json) printJson(summaryOf(client));
    else say(`The client ${client_id} is ${client.status}.`);
  });
