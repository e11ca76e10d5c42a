import { Help, SubCommand } from 'nest-commander';
import { EventLogService } from '../../../event-log/event-log.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { printEvent } from '../audit/event-line';
import { JsonCommand } from '../json-command';
import { examples } from '../output';
import { OF_CLIENT, withClients } from './clients-database';

/** `clientele clients history`. */
@SubCommand({
  name: 'history',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description: 'Prints the events of a client, the oldest first, also after its deletion. With --json a line for each.',
})
export class ClientHistoryCommand extends JsonCommand {
  override run([client_id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withClients('history', async ({ app }) => {
      let count = 0;
      for await (const event of app.get(EventLogService).ofClient(client_id)) {
        printEvent(event, json);
        count += 1;
      }
      if (count === 0)
        throw new StartFailure(`CLIENT_ID: the log has no event of a client ${client_id}; see clients list`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('clients history 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
