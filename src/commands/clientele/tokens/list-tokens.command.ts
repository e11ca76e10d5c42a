import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printList } from '../output';
import { withTokens } from './tokens-database';

const COLUMNS = ['id', 'state', 'uses_left', 'uses', 'clients', 'expires_at', 'created_at', 'policy', 'label'];

/** `clientele tokens list`. */
@SubCommand({
  name: 'list',
  description: 'Lists all initial access tokens, the oldest first. It cannot show the tokens themselves.',
})
export class ListTokensCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withTokens('list', async (_tokens, { at }, lists) => {
      await printList(lists.all(at), { json, columns: COLUMNS, none: 'There are no initial access tokens.' });
    });
  }

  @Help('after')
  examples(): string {
    return examples('tokens list', 'tokens list --json');
  }
}
