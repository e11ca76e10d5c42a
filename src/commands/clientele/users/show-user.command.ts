import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues } from '../output';
import { OF_USER, withUsers } from './users-database';

/** `clientele users show`. */
@SubCommand({
  name: 'show',
  arguments: '<sub>',
  argsDescription: OF_USER,
  description: 'Shows a user: where he or she signs in, and since when. grants list --user shows what was authorized.',
})
export class ShowUserCommand extends JsonCommand {
  override run([sub = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withUsers('show', async (users) => {
      const summary = { ...(await users.one(sub)) };
      if (json) printJson(summary);
      else printValues(summary);
    });
  }

  @Help('after')
  examples(): string {
    return examples('users show usr_qTsw4uoXHHRXtxGyqXTq7Yzj');
  }
}
