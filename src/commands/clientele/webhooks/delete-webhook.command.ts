import { Help, SubCommand } from 'nest-commander';
import { confirm, DestroyingCommand } from '../confirm';
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
export class DeleteWebhookCommand extends DestroyingCommand {
  override run([id = '']: string[], { yes, json }: Options): Promise<void> {
    return withWebhooks('delete', async ({ webhooks }, context) => {
      await webhooks.require(id);
      await confirm(yes, `deletes the webhook ${id} with its deliveries and dead letters`);
      await webhooks.remove(context, id);
      if (json) return void printJson({ id, deleted: true });
      say(`The webhook ${id} is deleted.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('webhooks delete 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --yes');
  }
}
