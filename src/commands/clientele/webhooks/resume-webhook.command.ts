import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { summaryOf } from '../../../webhooks/webhook-summary';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks resume`. */
@SubCommand({
  name: 'resume',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Resumes a webhook, whether an operator or the server paused it.',
})
export class ResumeWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('resume', async ({ webhooks, status }, context) => {
      await webhooks.require(id);
      const isNew = await status.resume(context, id);
      if (json) return void printJson(summaryOf(await webhooks.require(id)));
      say(`The webhook ${id} ${isNew ? 'is resumed' : 'was not paused'}.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks resume 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b');
  }
}
