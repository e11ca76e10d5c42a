import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { printJson, printTable, say } from '../output';
import { summaryOf } from './token-summary';
import { withTokens } from './tokens-database';

const COLUMNS = ['id', 'state', 'uses_left', 'uses', 'expires_at', 'created_at', 'policy', 'label'];

/** `clientele tokens list`. */
@SubCommand({
  name: 'list',
  description: 'Lists all initial access tokens, the oldest first. It cannot show the tokens themselves.',
})
export class ListTokensCommand extends CommandRunner {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withTokens('list', async (tokens, context) => {
      const summaries: Readonly<Record<string, unknown>>[] = [];
      for await (const token of tokens.all()) summaries.push(summaryOf(token, context.at));
      if (json) return void printJson(summaries);
      if (summaries.length === 0) return void say('There are no initial access tokens.');
      printTable([COLUMNS, ...summaries.map((summary) => COLUMNS.map((column) => String(summary[column])))]);
    });
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }
}
