import { Help, Option, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { mapped } from '../mapped';
import { examples, printList } from '../output';
import { withUsers } from './users-database';

interface Options {
  readonly upstream?: string;
  readonly upstreamSubject?: string;
  readonly json?: boolean;
}

const COLUMNS = ['sub', 'state', 'account', 'upstream', 'signed_in_at'];

/** `clientele users list`. */
@SubCommand({
  name: 'list',
  description: 'Lists the people who signed in: all, those of an identity provider, or the one whom it knows.',
})
export class ListUsersCommand extends JsonCommand {
  override run(_words: string[], { upstream, upstreamSubject: upstream_subject, json }: Options): Promise<void> {
    const filter = {
      ...(upstream !== undefined && { upstream }),
      ...(upstream_subject !== undefined && { upstream_subject }),
    };
    return withUsers('list', async (users) => {
      const none = Object.keys(filter).length === 0 ? 'Nobody has signed in.' : 'No user is of this kind.';
      await printList(
        mapped(users.all(filter), (user) => ({ ...user })),
        { json, columns: COLUMNS, none },
      );
    });
  }

  @Option({ flags: '--upstream <id>', description: 'only users of this identity provider' })
  upstream(id: string): string {
    return id;
  }

  @Option({
    flags: '--upstream-subject <subject>',
    description: 'only the user whom the identity provider of --upstream knows by this subject',
  })
  upstreamSubject(subject: string): string {
    return subject;
  }

  @Help('after')
  examples(): string {
    return examples('users list', 'users list --upstream corp --upstream-subject 00u1a2b3c4 --json');
  }
}
