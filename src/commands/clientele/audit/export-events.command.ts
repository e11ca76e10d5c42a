import { Help, Option, SubCommand } from 'nest-commander';
import { momentOf } from '../option-values';
import { EventLogService } from '../../../event-log/event-log.service';
import { JsonCommand } from '../json-command';
import { drained, examples, printJson, say } from '../output';
import { startProgress } from '../progress/progress';
import { withAudit } from './audit-database';

interface Options {
  readonly from?: Date;
  readonly to?: Date;
}

/** `clientele audit export`. */
@SubCommand({
  name: 'export',
  description: 'Prints events as lines of JSON, the oldest first, all or those of a range of time.',
})
export class ExportEventsCommand extends JsonCommand {
  override run(_words: string[], { from, to }: Options): Promise<void> {
    return withAudit('export', async (app) => {
      const log = app.get(EventLogService);
      let count = 0;
      const progress = startProgress('events', await log.countBetween(from, to));
      try {
        for await (const event of log.between(from, to)) {
          printJson(event);
          await drained();
          count += 1;
          progress.advance();
        }
      } finally {
        progress.end();
      }
      say(`${count} events`);
    });
  }

  @Option({ flags: '--from <time>', description: 'the first moment, such as 2026-01-31 or 2026-01-31T12:00:00Z' })
  from(text: string): Date {
    return momentOf('--from', text);
  }

  @Option({ flags: '--to <time>', description: 'the moment before which the range ends' })
  to(text: string): Date {
    return momentOf('--to', text);
  }

  @Help('after')
  examples(): string {
    return examples('audit export > events.ndjson', 'audit export --from 2026-01-01 --to 2026-02-01');
  }
}
