import { Help, Option, SubCommand } from 'nest-commander';
import type { ClientDocument } from '../../../client-documents/client-document.entity';
import { DocumentListService } from '../../../client-documents/document-list.service';
import { JsonCommand } from '../json-command';
import { oneOf } from '../option-values';
import { examples, printList, type Summary } from '../output';
import { withDocuments } from './documents-database';

interface Options {
  readonly host?: string;
  readonly status?: ClientDocument['status'];
  readonly json?: boolean;
}

const STATUSES = ['active', 'pending', 'disabled'] as const;
const COLUMNS = ['client_id', 'status', 'last_used_at', 'failure', 'client_name'];

/** `clientele documents list`. */
@SubCommand({
  name: 'list',
  description: 'Lists the client id metadata documents that were read or disabled, ordered by address.',
})
export class ListDocumentsCommand extends JsonCommand {
  override run(_words: string[], { host, status, json }: Options): Promise<void> {
    const filter = { ...(host !== undefined && { host }), ...(status && { status }) };
    return withDocuments('list', async ({ app }) => {
      await printList(app.get(DocumentListService).all(filter), {
        json,
        columns: COLUMNS,
        none: 'There are no client documents.',
        shown,
      });
    });
  }

  @Option({ flags: '--host <host>', description: 'only those of this host, with its port if that is not 443' })
  host(text: string): string {
    return text;
  }

  @Option({ flags: '--status <status>', description: 'only those with this status', choices: [...STATUSES] })
  status(text: string): ClientDocument['status'] {
    return oneOf('--status', STATUSES, text);
  }

  @Help('after')
  examples(): string {
    return examples('documents list', 'documents list --host app.example --status disabled --json');
  }
}

const shown = ({ metadata, ...others }: Summary): Summary => ({
  ...others,
  client_name: (metadata as ClientDocument['metadata'])?.client_name,
});
