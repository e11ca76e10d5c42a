import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { printJson, printTable, say } from '../output';
import { summaryOf } from './registrar-summary';
import { withRegistrars } from './registrars-database';

const COLUMNS = ['client_id', 'state', 'expires_at', 'created_at', 'policy', 'label'];

/** `clientele registrars list`. */
@SubCommand({
  name: 'list',
  description:
    'Lists the registrars that were made by registrars create, the oldest first. It cannot show their secrets.',
})
export class ListRegistrarsCommand extends CommandRunner {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withRegistrars('list', async (registrars, context) => {
      const summaries: Readonly<Record<string, unknown>>[] = [];
      for await (const registrar of registrars.all()) summaries.push(summaryOf(registrar, context.at));
      if (json) return void printJson(summaries);
      if (summaries.length === 0) return void say('There are no registrars besides that of the environment.');
      printTable([COLUMNS, ...summaries.map((summary) => COLUMNS.map((column) => String(summary[column])))]);
    });
  }

  @Option({ flags: '--json', description: 'prints JSON' })
  json(): boolean {
    return true;
  }
}
