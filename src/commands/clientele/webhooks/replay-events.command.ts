import { Help, Option, SubCommand } from 'nest-commander';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { logBoundOf } from './log-bound';
import { withWebhooks } from './webhooks-database';
import { WrongCall } from '../exit-codes';

interface Options {
  readonly event?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** `clientele webhooks replay`. */
@SubCommand({
  name: 'replay',
  arguments: '<id>',
  argsDescription: { id: 'the id of the webhook' },
  description: 'Delivers events again: one, or those of a part of the log that the webhook gets.',
})
export class ReplayEventsCommand extends JsonCommand {
  override run([id = '']: string[], { event, from, to, json }: Options): Promise<void> {
    if ((event === undefined) === (from === undefined) || (event !== undefined && to !== undefined))
      throw new WrongCall('replay takes either --event, or --from with or without --to; give one of the two');
    const start = from === undefined ? 0 : logBoundOf('--from', from);
    const end = to === undefined ? undefined : logBoundOf('--to', to);
    return withWebhooks('replay', async ({ webhooks, replay }, { at }) => {
      const webhook = await webhooks.require(id);
      if (event !== undefined) await replay.event(webhook, event, at);
      const events = event === undefined ? await replay.range(webhook, start, end, at) : 1;
      if (json) return void printJson({ id, events });
      say(`${events} event(s) will be delivered again.`);
    });
  }

  @Option({ flags: '--event <id>', description: 'the id of one event' })
  event(text: string): string {
    return text;
  }

  @Option({ flags: '--from <bound>', description: 'the first position, or a moment such as 2026-01-31T12:00:00Z' })
  from(text: string): string {
    return text;
  }

  @Option({ flags: '--to <bound>', description: 'the position or moment before which it ends; by default, now' })
  to(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return examples(
      'webhooks replay 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --event 019e0b5a-0000-7000-8000-000000000000',
      'webhooks replay 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --from 2026-01-31T12:00:00Z --to 2026-02-01',
    );
  }
}
