import { Help, Option, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { mapped } from '../mapped';
import { examples, printList } from '../output';
import { withGrants } from './grants-database';

interface Options {
  readonly user?: string;
  readonly client?: string;
  readonly json?: boolean;
}

const COLUMNS = ['id', 'state', 'sub', 'client_id', 'redirect_host', 'scope', 'last_used_at'];

/** `clientele grants list`. */
@SubCommand({
  name: 'list',
  description: 'Lists what users authorized clients to do, the oldest first: of a user, of a client, or all.',
})
export class ListGrantsCommand extends JsonCommand {
  override run(_words: string[], { user: sub, client: client_id, json }: Options): Promise<void> {
    const filter = { ...(sub !== undefined && { sub }), ...(client_id !== undefined && { client_id }) };
    return withGrants('list', async (grants) => {
      const none = Object.keys(filter).length === 0 ? 'There are no grants.' : 'No grant is of this kind.';
      await printList(
        mapped(grants.all(filter), (grant) => ({ ...grant })),
        { json, columns: COLUMNS, none },
      );
    });
  }

  @Option({ flags: '--user <sub>', description: 'only grants of this user' })
  user(sub: string): string {
    return sub;
  }

  @Option({ flags: '--client <client_id>', description: 'only grants of this client' })
  client(client_id: string): string {
    return client_id;
  }

  @Help('after')
  examples(): string {
    return examples('grants list --user usr_qTsw4uoXHHRXtxGyqXTq7Yzj', 'grants list --json');
  }
}
