import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, print, printJson } from '../output';
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
  override run([sub = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withUsers('export', async (users, context) => {
      const data = await users.export(context, sub);
      if (json) printJson(data);
      else print(JSON.stringify(data, undefined, 2));
    });
  }

  @Help('after')
  examples(): string {
    return examples('users export usr_qTsw4uoXHHRXtxGyqXTq7Yzj > user.json');
  }
}
