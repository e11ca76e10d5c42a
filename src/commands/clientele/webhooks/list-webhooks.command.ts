import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';
import { cellOf, summaryOf } from './webhook-summary';
import { withWebhooks } from './webhooks-database';

const COLUMNS = ['id', 'status', 'since', 'url', 'types', 'label'];

/** `clientele webhooks list`. */
@SubCommand({ name: 'list', description: 'Lists the webhooks, the oldest first. It cannot show their secrets.' })
export class ListWebhooksCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('list', async ({ webhooks }) => {
      const summaries: Readonly<Record<string, unknown>>[] = [];
      for await (const webhook of webhooks.all()) summaries.push(summaryOf(webhook));
      if (json) return void printJson(summaries);
      if (summaries.length === 0) return void say('There are no webhooks.');
      printTable([COLUMNS, ...summaries.map((summary) => COLUMNS.map((column) => cellOf(summary[column])))]);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks list', 'webhooks list --json');
  }
}
