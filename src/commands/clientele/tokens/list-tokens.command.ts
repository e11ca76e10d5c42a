import { SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { printList, type Summary } from '../output';
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
      const summaries: Summary[] = [];
      for await (const summary of lists.all(at)) summaries.push(summary);
      printList(summaries, { json, columns: COLUMNS, none: 'There are no initial access tokens.' });
    });
  }
}
