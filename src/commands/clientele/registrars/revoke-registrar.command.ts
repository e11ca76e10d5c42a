import { Help, SubCommand } from 'nest-commander';
import { StartFailure } from '../../../platform/config/start-failure';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, say } from '../output';
import { withRegistrars } from './registrars-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele registrars revoke`. */
@SubCommand({
  name: 'revoke',
  arguments: '<id>',
  argsDescription: { id: 'the client_id of the registrar' },
  description: 'Revokes a registrar: its tokens and credentials are refused at once. Clients that it registered stay.',
})
export class RevokeRegistrarCommand extends DestroyingCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withRegistrars('revoke', async (registrars, context, lists) => {
      if (!(await registrars.find(id)))
        throw new StartFailure(
          `ID: there is no registrar ${id}; see registrars list. REGISTRAR_CLIENT_ID changes that of the environment`,
        );
      await confirm(yes, `revokes the registrar ${id}`);
      const isNew = await registrars.revoke(context, id);
      if (json) return void printJson(await lists.one(id, context.at));
      say(`The registrar ${id} ${isNew ? 'is' : 'was already'} revoked.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('registrars revoke 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
