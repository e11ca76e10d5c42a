import { Help, SubCommand } from 'nest-commander';
import { StartFailure } from '../../../platform/config/start-failure';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks test`. */
@SubCommand({
  name: 'test',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Sends a message of the type webhook.test from this machine; exits 1 if it is not accepted.',
})
export class TestWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('test', async ({ webhooks, trials }) => {
      const { result, reason } = await trials.send(await webhooks.require(id));
      if (json) printJson({ id, result, reason });
      if (result !== 'delivered') throw new StartFailure(`the webhook ${id} did not accept the message: ${reason}`);
      say(`The webhook ${id} accepted the message: ${reason}.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks test 01a2156c-0000-7000-8000-000000000000');
  }
}
