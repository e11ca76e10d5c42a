import { Help, SubCommand } from 'nest-commander';
import { EXIT_CODES } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, exits, printJson, say } from '../output';
import { withWebhooks } from './webhooks-database';

/** `clientele webhooks test`. */
@SubCommand({
  name: 'test',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Sends a message of the type webhook.test from this machine.',
})
export class TestWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('test', async ({ webhooks, trials }) => {
      const { result, reason } = await trials.send(await webhooks.require(id));
      if (json) printJson({ id, result, reason });
      if (result !== 'delivered') process.exitCode = EXIT_CODES.found.code;
      say(`The webhook ${id} ${result === 'delivered' ? 'accepted' : 'did not accept'} the message: ${reason}.`);
    });
  }

  @Help('after')
  examples(): string {
    return (
      examples('webhooks test 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b') +
      exits({ found: 'the receiver did not accept the message' })
    );
  }
}
