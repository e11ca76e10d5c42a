import { Help, Option, SubCommand } from 'nest-commander';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { Precondition } from '../../../platform/http/precondition';
import { confirm, DestroyingCommand } from '../confirm';
import { secondsOf } from '../duration';
import { examples, print, printJson, say } from '../output';
import { OF_CLIENT, withClients } from './clients-database';
import { SecretRotationModule } from '../../../registrations/secret-rotation.module';
import { requireSecret, SecretRotationService } from '../../../registrations/secret-rotation.service';

interface Options {
  readonly overlap?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MODULES = { modules: [SecretRotationModule], needsKeys: true };

/** `clientele clients rotate-secret`. */
@SubCommand({
  name: 'rotate-secret',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description:
    'Gives a client a new secret and prints it. It is shown this once. The old secret is refused at once, or after --overlap.',
})
export class RotateSecretCommand extends DestroyingCommand {
  override run([client_id = '']: string[], { overlap = 0, yes, json }: Options): Promise<void> {
    return withClients(
      'rotate-secret',
      async ({ app, context }) => {
        requireSecret(await app.get(AdministeredClientsService).findRegistered(client_id));
        if (overlap === 0) await confirm(yes, `makes the secret of the client ${client_id} invalid at once`);
        const rotation = app.get(SecretRotationService);
        const { client_secret } = await rotation.rotate(context, client_id, new Precondition(), overlap);
        if (json) return void printJson({ client_id, client_secret });
        print(client_secret ?? '');
        say(`The client ${client_id} has a new secret. It is not shown again.`);
      },
      MODULES,
    );
  }

  @Option({ flags: '--overlap <duration>', description: 'for how long the old secret stays valid, such as 12h' })
  overlap(text: string): number {
    return secondsOf('--overlap', text);
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --overlap 24h',
      'clients rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes',
    );
  }
}
