import { Help, SubCommand } from 'nest-commander';
import { ClientSearchModule } from '../../../client-search/client-search.module';
import { ClientSearchService } from '../../../client-search/client-search.service';
import { summaryOf } from '../../../clients/client-summary';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import { mapped } from '../mapped';
import { examples, printList, type Summary } from '../output';
import type { Opened } from '../with-database';
import { withClients } from './clients-database';
import { FilteredClientsCommand, filterOf, type FilterOptions, sayReading } from './filtered-clients.command';

type Options = FilterOptions & { readonly json?: boolean };

const COLUMNS = ['client_id', 'status', 'created_at', 'last_used_at', 'client_name'];

/** `clientele clients list`. */
@SubCommand({
  name: 'list',
  description:
    'Lists the clients that all options select, without their credentials: by name if --name is the only option, otherwise the oldest first. The options find a client about a second after it changed.',
})
export class ListClientsCommand extends FilteredClientsCommand {
  override run(_words: string[], { json, ...options }: Options): Promise<void> {
    const filter = filterOf(options);
    const work = async ({ app }: Opened): Promise<void> => {
      await printList(mapped(app.get(ClientSearchService).all(filter, sayReading), summaryOf), {
        json,
        columns: COLUMNS,
        none: Object.keys(filter).length === 0 ? 'There are no clients.' : 'No client is of this kind.',
        shown,
      });
    };
    return withClients('list', work, { modules: [ClientSearchModule] });
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients list --status pending',
      'clients list --redirect-host app.example --registered-after 2026-01-31 --json',
    );
  }
}

const shown = ({ metadata, ...others }: Summary): Summary => ({
  ...others,
  client_name: (metadata as StoredMetadata).client_name,
});
