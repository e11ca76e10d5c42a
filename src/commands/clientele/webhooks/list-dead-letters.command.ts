import { Help, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, printTable, say } from '../output';
import { deadLetterOf } from './webhook-summary';
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
      const letters: Readonly<Record<string, unknown>>[] = [];
      for await (const letter of webhooks.deadLetters(id)) letters.push(deadLetterOf(letter));
      if (json) return void printJson(letters);
      if (letters.length === 0) return void say('There are no dead letters.');
      printTable([COLUMNS, ...letters.map((letter) => COLUMNS.map((column) => String(letter[column])))]);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks dead-letters 01a2156c-0000-7000-8000-000000000000');
  }
}
