import { Option, SubCommand } from 'nest-commander';
import { unknownToken } from '../../../governance/initial-access-tokens/token-list.service';
import { requireConfirmation } from '../confirmed';
import { JsonCommand } from '../json-command';
import { printJson, say } from '../output';
import { withTokens } from './tokens-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele tokens revoke`. */
@SubCommand({
  name: 'revoke',
  arguments: '<id>',
  argsDescription: { id: 'the id of the list, which the token contains' },
  description: 'Revokes an initial access token. Clients that it registered stay.',
})
export class RevokeTokenCommand extends JsonCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withTokens('revoke', async (tokens, context, lists) => {
      if (!(await tokens.find(id))) throw unknownToken(id);
      requireConfirmation(yes, `revokes the initial access token ${id}`);
      const isNew = await tokens.revoke(context, id);
      if (json) return void printJson(await lists.one(id, context.at));
      say(`The initial access token ${id} ${isNew ? 'is' : 'was already'} revoked.`);
    });
  }

  @Option({ flags: '--yes', description: 'revokes it without a question' })
  yes(): boolean {
    return true;
  }
}
