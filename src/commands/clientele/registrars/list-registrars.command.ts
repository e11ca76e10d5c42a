import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';
import { withRegistrars } from './registrars-database';

const COLUMNS = ['client_id', 'state', 'clients', 'expires_at', 'created_at', 'policy', 'label'];

/** `clientele registrars list`. */
@SubCommand({
  name: 'list',
  description:
    'Lists the registrars that were made by registrars create, the oldest first. It cannot show their secrets.',
})
export class ListRegistrarsCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withRegistrars('list', async (_registrars, { at }, lists) => {
      await printList(lists.all(at), {
        json,
        columns: COLUMNS,
        none: 'There are no registrars besides that of the environment.',
      });
    });
  }

  @Help('after')
  examples(): string {
    return examples('registrars list', 'registrars list --json');
  }
}
