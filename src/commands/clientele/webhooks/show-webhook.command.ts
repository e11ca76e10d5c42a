import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';
import { progressOf } from '../../../webhooks/webhook-summary';
import { namingAll } from './naming-all';
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
      printValues(namingAll(shown));
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks show 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
