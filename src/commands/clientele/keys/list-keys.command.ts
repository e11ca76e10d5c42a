import { Help, SubCommand } from 'nest-commander';
import { KeyRotationService } from '../../../signing-keys/key-rotation.service';
import { summaryOf } from '../../../signing-keys/key-summary';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';
import { withKeys } from './keys-database';

const COLUMNS = ['alg', 'kid', 'state', 'created_at', 'signs_from'];

/** `clientele keys list`. */
@SubCommand({
  name: 'list',
  description:
    'Lists the published signing keys: which one signs, which one is next, which ones only verify old tokens.',
})
export class ListKeysCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withKeys('list', async ({ app }) => {
      const keys = await app.get(KeyRotationService).list();
      await printList(keys.map(summaryOf), { json, columns: COLUMNS, none: 'There are no signing keys.' });
    });
  }

  @Help('after')
  examples(): string {
    return examples('keys list', 'keys list --json');
  }
}
