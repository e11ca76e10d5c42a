import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { printJson, printTable } from '../output';
import { cellOf, progressOf } from './webhook-summary';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks show`. */
@SubCommand({
  name: 'show',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Shows a webhook, and how far its deliveries are.',
})
export class ShowWebhookCommand extends CommandRunner {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('show', async ({ webhooks }) => {
      const shown = progressOf(await webhooks.progress(id));
      if (json) return void printJson(shown);
      printTable(Object.entries(shown).map(([name, value]) => [name, cellOf(value)]));
    });
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }
}
