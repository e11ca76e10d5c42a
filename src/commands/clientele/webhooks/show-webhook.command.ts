import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable } from '../output';
import { cellOf, progressOf } from './webhook-summary';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks show`. */
@SubCommand({
  name: 'show',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Shows a webhook, and how far its deliveries are.',
})
export class ShowWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('show', async ({ webhooks }) => {
      const shown = progressOf(await webhooks.progress(id));
      if (json) return void printJson(shown);
      printTable(Object.entries(shown).map(([name, value]) => [name, cellOf(value)]));
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks show 01a2156c-0000-7000-8000-000000000000');
  }
}
