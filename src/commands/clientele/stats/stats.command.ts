import { Command, Help, Option } from 'nest-commander';
import { ClientListService } from '../../../clients/client-list.service';
import type { ListedClient } from '../../../clients/client.repository';
import { ClientChangesModule } from '../../client-changes.module';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';
import { withDatabase } from '../with-database';
import { wholeNumber } from '../option-values';

interface Options {
  readonly most: number;
  readonly json?: boolean;
}

const HIGHEST = 1_000_000_000;

/** What is counted: for each client, the values that it counts for. */
const COUNTED: Readonly<Record<string, (client: ListedClient) => readonly string[]>> = {
  status: ({ status }) => [status],
  origin: ({ origin }) => [origin],
  token_endpoint_auth_method: ({ metadata }) => [metadata.token_endpoint_auth_method],
  grant_types: ({ metadata }) => metadata.grant_types,
  policies: ({ policies }) => (policies ?? []).map(({ name }) => name),
};

/** `clientele stats`. */
@Command({
  name: 'stats',
  description:
    'Counts the clients by status, origin, authentication method, grant type and policy. It reads one page after the other, up to --most clients.',
})
export class StatsCommand extends JsonCommand {
  override run(_words: string[], { most, json }: Options): Promise<void> {
    return withDatabase('stats', { modules: [ClientChangesModule] }, async ({ app }) => {
      const counts = new Counts();
      for await (const client of app.get(ClientListService).all()) {
        if (counts.clients === most) {
          counts.complete = false;
          break;
        }
        counts.add(client);
      }
      if (json) return void printJson(counts.summary());
      printTable(counts.rows());
      if (!counts.complete) say(`These are the oldest ${most} clients; count more with --most.`);
    });
  }

  @Option({ flags: '--most <number>', description: 'how many clients are counted at most', defaultValue: 1_000_000 })
  most(text: string): number {
    return wholeNumber('--most', [1, HIGHEST], text);
  }

  @Help('after')
  examples(): string {
    return examples('stats', 'stats --most 100000 --json');
  }
}

/** The counts of each value; their memory does not grow with the number of clients. */
class Counts {
  clients = 0;
  complete = true;
  private readonly by = Object.keys(COUNTED).map((name) => [name, new Map<string, number>()] as const);

  add(client: ListedClient): void {
    this.clients += 1;
    for (const [name, counts] of this.by)
      for (const value of COUNTED[name]?.(client) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }

  summary(): Readonly<Record<string, unknown>> {
    const by = this.by.map(([name, counts]): [string, object] => [name, Object.fromEntries(counts)]);
    return { clients: this.clients, complete: this.complete, ...Object.fromEntries<object>(by) };
  }

  rows(): readonly (readonly string[])[] {
    const rows = this.by.flatMap(([name, counts]) =>
      [...counts].sort(([, one], [, other]) => other - one).map(([value, count]) => [name, value, String(count)]),
    );
    return [['what', 'value', 'clients'], ['all', '', String(this.clients)], ...rows];
  }
}
