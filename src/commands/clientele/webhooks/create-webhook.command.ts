import { Help, Option, SubCommand } from 'nest-commander';
import { checkedLabel } from '../credential-options';
import { JsonCommand } from '../json-command';
import { examples, printJson, printValues, say } from '../output';
import { summaryOf } from '../../../webhooks/webhook-summary';
import { withWebhooks } from './webhooks-database';

interface Options {
  readonly type?: readonly string[];
  readonly registrar?: readonly string[];
  readonly policy?: readonly string[];
  readonly label: string;
  readonly json?: boolean;
}

/** `clientele webhooks create`. */
@SubCommand({
  name: 'create',
  arguments: '<url>',
  argsDescription: { url: 'the https address of the receiver' },
  description: 'Makes a webhook, which gets the events from now on. Its secret is shown this once.',
})
export class CreateWebhookCommand extends JsonCommand {
  override run([url = '']: string[], { type, registrar, policy, label, json }: Options): Promise<void> {
    const filter = { types: type ?? [], registrars: registrar ?? [], policies: policy ?? [] };
    const wanted = { url, label: checkedLabel(label), ...filter };
    return withWebhooks('create', async ({ webhooks }, context) => {
      const { secret, webhook } = await webhooks.create(context, wanted);
      if (json) return void printJson({ id: webhook.id, secret, ...summaryOf(webhook) });
      printValues({ id: webhook.id, secret });
      say('The webhook is made. Its secret is not shown again.');
    });
  }

  @Option({
    flags: '--type <type>',
    description: 'only events of this type, or of a subject as in client.*; repeatable',
  })
  type(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--registrar <id>', description: 'only events of clients of this registrar; repeatable' })
  registrar(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--policy <name>', description: 'only events of clients that this policy admitted; repeatable' })
  policy(text: string, before: string[] = []): string[] {
    return [...before, text];
  }

  @Option({ flags: '--label <text>', description: 'a note for the list', defaultValue: '' })
  label(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'webhooks create https://hooks.example.org/clients',
      "webhooks create https://hooks.example.org/clients --type 'client.*' --policy partners --label portal --json",
    );
  }
}
