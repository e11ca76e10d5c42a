import { ClientStatusService } from '../../../clients/status/client-status.service';
import type { StatusAction } from '../../../clients/status/status-transitions';
import { JsonCommand } from '../json-command';
import { printJson, say } from '../output';
import { summaryOf } from '../../../clients/client-summary';
import { withClients } from './clients-database';

interface Options {
  readonly reason?: string;
  readonly json?: boolean;
}

/** A command that changes the status of a client, and prints what it is then. */
export abstract class ChangeStatusCommand extends JsonCommand {
  protected abstract readonly action: StatusAction;

  override run([client_id = '']: string[], { reason, json }: Options): Promise<void> {
    return withClients(this.action, async ({ app, context }) => {
      const client = await app.get(ClientStatusService).change(context, client_id, this.action, reason);
      if (json) printJson(summaryOf(client));
      else say(`The client ${client_id} is ${client.status}.`);
    });
  }
}
