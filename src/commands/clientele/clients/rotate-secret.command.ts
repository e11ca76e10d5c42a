import { Help, Option, SubCommand } from 'nest-commander';
import { ClientSecretsModule } from '../../../clients/client-secrets.module';
import { ClientSecretsService } from '../../../clients/client-secrets.service';
import { ClientsService } from '../../../clients/clients.service';
import { PolicyStoreModule } from '../../../governance/policies/policy-store.module';
import { RegistrationPoliciesService } from '../../../governance/policies/registration-policies.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { requireConfirmation } from '../confirmed';
import { secondsOf } from '../duration';
import { JsonCommand } from '../json-command';
import { examples, print, printJson, say } from '../output';
import { withClients } from './clients-database';
import { withCurrentClient } from './current-client';

interface Options {
  readonly overlap?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MODULES = { modules: [ClientSecretsModule, PolicyStoreModule], needsKeys: true };

/** `clientele clients rotate-secret`. */
@SubCommand({
  name: 'rotate-secret',
  arguments: '<client_id>',
  description:
    'Gives a client a new secret and prints it. It is shown this once. The old secret is refused at once, or after --overlap.',
})
export class RotateSecretCommand extends JsonCommand {
  override run([client_id = '']: string[], { overlap = 0, yes, json }: Options): Promise<void> {
    return withClients(
      'rotate-secret',
      async ({ app, context }) => {
        const secrets = app.get(ClientSecretsService);
        const client_secret = await withCurrentClient(app, client_id, async (client) => {
          if (client.client_secrets.length === 0)
            throw new StartFailure(`CLIENT_ID: the client ${client_id} has no secret; it authenticates by other means`);
          if (overlap === 0) requireConfirmation(yes, `makes the secret of the client ${client_id} invalid at once`);
          const rules = await app.get(RegistrationPoliciesService).rulesOf(client);
          const rotated = secrets.rotate(client, overlap, rules);
          await app.get(ClientsService).rotateSecret(context, client, rotated.client_secrets);
          return rotated.client_secret;
        });
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

  @Option({ flags: '--yes', description: 'refuses the old secret at once, without a question' })
  yes(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --overlap 24h',
      'clients rotate-secret 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes',
    );
  }
}
