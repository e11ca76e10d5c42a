import { Option, SubCommand } from 'nest-commander';
import { StartFailure } from '../../../platform/config/start-failure';
import { requireConfirmation } from '../confirmed';
import { JsonCommand } from '../json-command';
import { printJson, say } from '../output';
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
export class RevokeRegistrarCommand extends JsonCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withRegistrars('revoke', async (registrars, context, lists) => {
      if (!(await registrars.find(id)))
        throw new StartFailure(
          `ID: there is no registrar ${id}; see registrars list. REGISTRAR_CLIENT_ID changes that of the environment`,
        );
      requireConfirmation(yes, `revokes the registrar ${id}`);
      const isNew = await registrars.revoke(context, id);
      if (json) return void printJson(await lists.one(id, context.at));
      say(`The registrar ${id} ${isNew ? 'is' : 'was already'} revoked.`);
    });
  }

  @Option({ flags: '--yes', description: 'revokes it without a question' })
  yes(): boolean {
    return true;
  }
}
