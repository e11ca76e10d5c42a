import { Help, Option, SubCommand } from 'nest-commander';
import { confirm, DestroyingCommand } from '../confirm';
import { secondsOf } from '../duration';
import { examples, print, printJson, say } from '../output';
import { withRegistrars } from './registrars-database';

interface Options {
  readonly overlap?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele registrars rotate-secret`. */
@SubCommand({
  name: 'rotate-secret',
  arguments: '<id>',
  argsDescription: { id: 'the client_id of the registrar' },
  description:
    'Gives a registrar a new secret and prints it. It is shown this once. The old secret is refused at once, or after --overlap.',
})
export class RotateRegistrarSecretCommand extends DestroyingCommand {
  override run([client_id = '']: string[], { overlap = 0, yes, json }: Options): Promise<void> {
    return withRegistrars('rotate-secret', async (registrars, context) => {
      await registrars.requireSecret(client_id);
      if (overlap === 0) await confirm(yes, `makes the secret of the registrar ${client_id} invalid at once`);
      const { client_secret } = await registrars.rotateSecret(context, client_id, overlap);
      if (json) return void printJson({ client_id, client_secret });
      print(client_secret);
      say(`The registrar ${client_id} has a new secret. It is not shown again.`);
    });
  }

  @Option({ flags: '--overlap <duration>', description: 'for how long the old secret stays valid, such as 12h' })
  overlap(text: string): number {
    return secondsOf('--overlap', text);
  }

  @Help('after')
  examples(): string {
    return examples(
      'registrars rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --overlap 24h',
      'registrars rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes',
    );
  }
}
