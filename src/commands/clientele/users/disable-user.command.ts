import { Help, Option, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { OF_USER, withUsers } from './users-database';

interface Options {
  readonly reason?: string;
  readonly json?: boolean;
}

/** `clientele users disable`. */
@SubCommand({
  name: 'disable',
  arguments: '<sub>',
  argsDescription: OF_USER,
  description:
    'Disables a user: sessions and grants end at once, and nobody signs in as this user until it is enabled.',
})
export class DisableUserCommand extends JsonCommand {
  override run([sub = '']: string[], { reason, json }: Options): Promise<void> {
    return withUsers('disable', async (users, context) => {
      const summary = await users.disable(context, sub, reason);
      if (json) printJson(summary);
      else say(`The user ${sub} is disabled.`);
    });
  }

  @Option({ flags: '--reason <text>', description: 'why; for the log of events' })
  reason(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples('users disable usr_qTsw4uoXHHRXtxGyqXTq7Yzj --reason "Has left the company."');
  }
}
