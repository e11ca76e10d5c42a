import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { mapped } from '../mapped';
import { examples, printList } from '../output';
import { deadLetterOf } from '../../../webhooks/webhook-summary';
import { withWebhooks } from './webhooks-database';

const COLUMNS = ['message_id', 'type', 'position', 'attempts', 'dead_at', 'last_error'];

/** `clientele webhooks dead-letters`. */
@SubCommand({
  name: 'dead-letters',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Lists the messages that were given up, the oldest first. webhooks replay delivers them again.',
})
export class ListDeadLettersCommand extends JsonCommand {
  override run([id = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withWebhooks('dead-letters', async ({ webhooks }) => {
      const letters = mapped(webhooks.deadLetters(id), deadLetterOf);
      await printList(letters, { json, columns: COLUMNS, none: 'There are no dead letters.' });
    });
  }

  @Help('after')
  examples(): string {
    return examples(
      'webhooks dead-letters 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b',
      'webhooks dead-letters 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --json',
    );
  }
}
