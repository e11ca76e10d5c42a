import { Help, Option, SubCommand } from 'nest-commander';
import { confirm, DestroyingCommand } from '../confirm';
import { secondsOf } from '../duration';
import { examples, printJson, printValues, say } from '../output';
import { withWebhooks } from './webhooks-database';

interface Options {
  readonly overlap: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele webhooks rotate-secret`. */
@SubCommand({
  name: 'rotate-secret',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Makes a new secret, shown this once. The previous one signs too until the overlap ends.',
})
export class RotateWebhookSecretCommand extends DestroyingCommand {
  override run([id = '']: string[], { overlap, yes, json }: Options): Promise<void> {
    const seconds = overlap === 'none' ? 0 : secondsOf('--overlap', overlap);
    return withWebhooks('rotate-secret', async ({ webhooks }, context) => {
      await webhooks.require(id);
      if (seconds === 0) await confirm(yes, `makes the secret of the webhook ${id} invalid at once`);
      const secret = await webhooks.rotateSecret(context, id, seconds);
      if (json) return void printJson({ id, secret });
      printValues({ id, secret });
      say('The secret is not shown again.');
    });
  }

  @Option({
    flags: '--overlap <duration>',
    description: 'how long the previous secret signs too, such as 24h or 7d, or none',
    defaultValue: '24h',
  })
  overlap(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'webhooks rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --overlap 7d',
      'webhooks rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --overlap none --yes',
    );
  }
}
