import { Help, SubCommand } from 'nest-commander';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, say } from '../output';
import { OF_GRANT, withGrants } from './grants-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele grants revoke`. */
@SubCommand({
  name: 'revoke',
  arguments: '<id>',
  argsDescription: OF_GRANT,
  description:
    'Ends one authorization of a user for a client: its refresh tokens and access tokens are refused at once. The user can authorize the client again.',
})
export class RevokeGrantCommand extends DestroyingCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withGrants('revoke', async (grants, context) => {
      const { state } = await grants.one(id);
      await confirm(yes, `revokes the grant ${id}`);
      const summary = await grants.revoke(context, id);
      if (json) return void printJson(summary);
      say(`The grant ${id} ${state === 'active' ? 'is' : 'was already'} ${summary.state}.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('grants revoke 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
