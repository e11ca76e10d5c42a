import { Help, Option, SubCommand } from 'nest-commander';
import { requireConfirmation } from '../confirmed';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { withWebhooks } from './webhooks-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele webhooks delete`. */
@SubCommand({
  name: 'delete',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Deletes a webhook with all that it has not accepted yet.',
})
export class DeleteWebhookCommand extends JsonCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withWebhooks('delete', async ({ webhooks }, context) => {
      await webhooks.require(id);
      requireConfirmation(yes, `deletes the webhook ${id} with its deliveries and dead letters`);
      await webhooks.remove(context, id);
      if (json) return void printJson({ id, deleted: true });
      say(`The webhook ${id} is deleted.`);
    });
  }

  @Option({ flags: '--yes', description: 'deletes it without a question' })
  yes(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('webhooks delete 01a2156c-0000-7000-8000-000000000000 --yes');
  }
}
