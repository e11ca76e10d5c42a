import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson } from '../output';
import { OF_USER, withUsers } from './users-database';

/** `clientele users export`. */
@SubCommand({
  name: 'export',
  arguments: '<sub>',
  argsDescription: OF_USER,
  description:
    'Prints all that is kept of a user as JSON, without secrets: identity, claims, sessions, grants, remembered answers.',
})
export class ExportUserCommand extends JsonCommand {
  override run([sub = '']: string[]): Promise<void> {
    return withUsers('export', async (users, context) => {
      printJson(await users.export(context, sub));
    });
  }

  @Help('after')
  examples(): string {
    return examples('users export usr_qTsw4uoXHHRXtxGyqXTq7Yzj > user.json');
  }
}
