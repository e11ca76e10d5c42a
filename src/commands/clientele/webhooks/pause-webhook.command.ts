import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { summaryOf } from '../../../webhooks/webhook-summary';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks pause`. */
@SubCommand({
  name: 'pause',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Pauses a webhook until it is resumed. Its events are delivered then.',
})
export class PauseWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('pause', async ({ webhooks, status }, context) => {
      await webhooks.require(id);
      const isNew = await status.pause(context, id, 'an operator paused it');
      if (json) return void printJson(summaryOf(await webhooks.require(id)));
      say(`The webhook ${id} ${isNew ? 'is' : 'was already'} paused.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks pause 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
