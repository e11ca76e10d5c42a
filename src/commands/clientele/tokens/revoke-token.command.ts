import { Help, SubCommand } from 'nest-commander';
import { unknownToken } from '../../../governance/initial-access-tokens/token-list.service';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, say } from '../output';
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
export class RevokeTokenCommand extends DestroyingCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withTokens('revoke', async (tokens, context, lists) => {
      if (!(await tokens.find(id))) throw unknownToken(id);
      await confirm(yes, `revokes the initial access token ${id}`);
      const isNew = await tokens.revoke(context, id);
      if (json) return void printJson(await lists.one(id, context.at));
      say(`The initial access token ${id} ${isNew ? 'is' : 'was already'} revoked.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('tokens revoke 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
