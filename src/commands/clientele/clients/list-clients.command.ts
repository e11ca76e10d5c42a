import { Help, Option, SubCommand } from 'nest-commander';
import { ClientListService } from '../../../clients/client-list.service';
import { CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity';
import { summaryOf } from '../../../clients/client-summary';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import { JsonCommand } from '../json-command';
import { mapped } from '../mapped';
import { examples, printList, type Summary } from '../output';
import { oneOf } from '../option-values';
import { withClients } from './clients-database';

interface Options {
  readonly status?: ClientStatus;
  readonly json?: boolean;
}

const COLUMNS = ['client_id', 'status', 'created_at', 'last_used_at', 'client_name'];

/** `clientele clients list`. */
@SubCommand({
  name: 'list',
  description: 'Lists the clients, the oldest first, without their credentials.',
})
export class ListClientsCommand extends JsonCommand {
  override run(_words: string[], { status, json }: Options): Promise<void> {
    return withClients('list', async ({ app }) => {
      await printList(mapped(app.get(ClientListService).all(status), summaryOf), {
        json,
        columns: COLUMNS,
        none: status === undefined ? 'There are no clients.' : `No client is ${status}.`,
        shown,
      });
    });
  }

  @Option({
    flags: '--status <status>',
    description: 'lists only clients of this status',
    choices: [...CLIENT_STATUSES],
  })
  status(text: string): ClientStatus {
    return oneOf('--status', CLIENT_STATUSES, text);
  }

  @Help('after')
  examples(): string {
    return examples('clients list --status pending', 'clients list --json');
  }
}

const shown = ({ metadata, ...others }: Summary): Summary => ({
  ...others,
  client_name: (metadata as StoredMetadata).client_name,
});
