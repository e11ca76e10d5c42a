import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { OF_USER, withUsers } from './users-database';

/** `clientele users enable`. */
@SubCommand({
  name: 'enable',
  arguments: '<sub>',
  argsDescription: OF_USER,
  description: 'Lets a disabled user sign in again. Sessions and grants that ended do not come back.',
})
export class EnableUserCommand extends JsonCommand {
  override run([sub = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withUsers('enable', async (users, context) => {
      const summary = await users.enable(context, sub);
      if (json) printJson(summary);
      else say(`The user ${sub} can sign in again.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('users enable usr_qTsw4uoXHHRXtxGyqXTq7Yzj');
  }
}
