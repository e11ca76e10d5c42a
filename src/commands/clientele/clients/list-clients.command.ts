import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { ClientListService } from '../../../clients/client-list.service';
import { CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity';
import type { ListedClient } from '../../../clients/client.repository';
import { StartFailure } from '../../../platform/config/start-failure';
import { examples, print, printJson, say } from '../output';
import { summaryOf } from '../../../clients/client-summary';
import { withClients } from './clients-database';

interface Options {
  readonly status?: ClientStatus;
  readonly json?: boolean;
}

/** The widths of the columns are known before the clients are, so that no list has to be in memory. */
const HEADER = `${'client_id'.padEnd(36)}  ${'status'.padEnd(8)}  ${'created_at'.padEnd(24)}  ${'last_used_at'.padEnd(24)}  client_name`;

/** `clientele clients list`. */
@SubCommand({
  name: 'list',
  description: 'Lists the clients, the oldest first, without their credentials.',
})
export class ListClientsCommand extends CommandRunner {
  override run(_words: string[], { status, json }: Options): Promise<void> {
    return withClients('list', async ({ app }) => {
      let count = 0;
      for await (const client of app.get(ClientListService).all(status)) {
        if (count === 0 && !json) print(HEADER);
        if (json) printJson(summaryOf(client));
        else print(lineOf(client));
        count += 1;
      }
      if (count === 0 && !json) say(status === undefined ? 'There are no clients.' : `No client is ${status}.`);
    });
  }

  @Option({ flags: '--status <status>', description: `lists only clients that are ${CLIENT_STATUSES.join(', ')}` })
  status(text: string): ClientStatus {
    const status = CLIENT_STATUSES.find((one) => one === text);
    if (!status) throw new StartFailure(`--status must be one of ${CLIENT_STATUSES.join(', ')}; use one of them`);
    return status;
  }

  @Option({ flags: '--json', description: 'prints a line of JSON for each client' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('clients list --status pending', 'clients list --json');
  }
}

const lineOf = ({ client_id, status, created_at, last_used_at, metadata }: ListedClient): string =>
  [
    client_id.padEnd(36),
    status.padEnd(8),
    created_at.toISOString(),
    (last_used_at?.toISOString() ?? 'never').padEnd(24),
    metadata.client_name ?? '',
  ]
    .join('  ')
    .trimEnd();
