import { Help, SubCommand } from 'nest-commander';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, say } from '../output';
import { OF_USER, withUsers } from './users-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele users erase`. */
@SubCommand({
  name: 'erase',
  arguments: '<sub>',
  argsDescription: OF_USER,
  description:
    'Deletes all that is kept of a user: identity, claims, sessions, grants, remembered answers. The log of events keeps the sub.',
})
export class EraseUserCommand extends DestroyingCommand {
  override run([sub = '']: string[], { yes, json }: Options): Promise<void> {
    return withUsers('erase', async (users, context) => {
      await users.one(sub);
      await confirm(yes, `erases the user ${sub}`);
      await users.erase(context, sub);
      if (json) printJson({ sub, erased: true });
      else say(`The user ${sub} is erased.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('users erase usr_qTsw4uoXHHRXtxGyqXTq7Yzj --yes');
  }
}
