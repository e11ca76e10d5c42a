import { Help, SubCommand } from 'nest-commander';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { Precondition } from '../../../platform/http/precondition';
import { SecretRotationModule } from '../../../registrations/secret-rotation.module';
import { SecretRotationService } from '../../../registrations/secret-rotation.service';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, print, printJson, say } from '../output';
import { OF_CLIENT, withClients } from './clients-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MODULES = { modules: [SecretRotationModule], needsKeys: true };

/** `clientele clients rotate-registration-token`: for a client that was imported, or that lost its token. */
@SubCommand({
  name: 'rotate-registration-token',
  arguments: '<client_id>',
  argsDescription: OF_CLIENT,
  description:
    'Gives a client a new registration access token and prints it. It is shown this once. All others of the client are refused at once.',
})
export class RotateRegistrationTokenCommand extends DestroyingCommand {
  override run([client_id = '']: string[], { yes, json }: Options): Promise<void> {
    return withClients(
      'rotate-registration-token',
      async ({ app, context }) => {
        const { registration_access_tokens } = await app.get(AdministeredClientsService).findRegistered(client_id);
        if (registration_access_tokens.length > 0)
          await confirm(yes, `makes the registration access tokens of the client ${client_id} invalid at once`);
        const rotation = app.get(SecretRotationService);
        const registration_access_token = await rotation.rotateRegistrationToken(
          context,
          client_id,
          new Precondition(),
        );
        if (json) return void printJson({ client_id, registration_access_token });
        print(registration_access_token);
        say(`The client ${client_id} has a new registration access token. It is not shown again.`);
      },
      MODULES,
    );
  }

  @Help('after')
  examples(): string {
    return examples('clients rotate-registration-token 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
