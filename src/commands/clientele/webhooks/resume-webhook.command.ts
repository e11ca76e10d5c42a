import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { printJson, say } from '../output';
import { summaryOf } from './webhook-summary';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks resume`. */
@SubCommand({
  name: 'resume',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Resumes a webhook, whether an operator or the server paused it.',
})
export class ResumeWebhookCommand extends CommandRunner {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('resume', async ({ webhooks, status }, context) => {
      await webhooks.require(id);
      const isNew = await status.resume(context, id);
      if (json) return void printJson(summaryOf(await webhooks.require(id)));
      say(`The webhook ${id} ${isNew ? 'is resumed' : 'was not paused'}.`);
    });
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }
}
