import { Help, SubCommand } from 'nest-commander';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { EventLogService } from '../../../event-log/event-log.service';
import { readingOf } from '../../../event-log/event-subject';
import { JsonCommand } from '../json-command';
import { examples, print, printJson } from '../output';
import { linesOf } from './client-lines';
import { summaryOf } from '../../../clients/client-summary';
import { OF_CLIENT, withClients } from './clients-database';

/** `clientele clients show`. */
@SubCommand({
  name: 'show',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description:
    'Shows a client: its status, what brought it, its metadata. It shows no credentials. The log notes who read it.',
})
export class ShowClientCommand extends JsonCommand {
  override run([client_id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withClients('show', async ({ app, context }) => {
      const client = await app.get(AdministeredClientsService).find(client_id);
      await app.get(EventLogService).append(context, readingOf(client));
      if (json) return void printJson(summaryOf(client));
      for (const line of linesOf(summaryOf(client))) print(line);
    });
  }

  @Help('after')
  examples(): string {
    return examples('clients show 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
