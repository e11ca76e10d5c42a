import { SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { printList, type Summary } from '../output';
import { summaryOf } from './token-summary';
import { withTokens } from './tokens-database';

const COLUMNS = ['id', 'state', 'uses_left', 'uses', 'expires_at', 'created_at', 'policy', 'label'];

/** `clientele tokens list`. */
@SubCommand({
  name: 'list',
  description: 'Lists all initial access tokens, the oldest first. It cannot show the tokens themselves.',
})
export class ListTokensCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withTokens('list', async (tokens, context) => {
      const summaries: Summary[] = [];
      for await (const token of tokens.all()) summaries.push(summaryOf(token, context.at));
      printList(summaries, { json, columns: COLUMNS, none: 'There are no initial access tokens.' });
    });
  }
}
