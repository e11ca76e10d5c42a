import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { mapped } from '../mapped';
import { examples, printList } from '../output';
import { summaryOf } from '../../../webhooks/webhook-summary';
import { namingAll } from './naming-all';
import { withWebhooks } from './webhooks-database';

const COLUMNS = ['id', 'status', 'since', 'url', 'types', 'label'];

/** `clientele webhooks list`. */
@SubCommand({ name: 'list', description: 'Lists the webhooks, the oldest first. It cannot show their secrets.' })
export class ListWebhooksCommand extends JsonCommand {
  override run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('list', async ({ webhooks }) => {
      await printList(mapped(webhooks.all(), summaryOf), {
        json,
        columns: COLUMNS,
        none: 'There are no webhooks.',
        shown: namingAll,
      });
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks list', 'webhooks list --json');
  }
}
