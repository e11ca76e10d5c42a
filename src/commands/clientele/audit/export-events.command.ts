import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { EventLogService } from '../../../event-log/event-log.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { examples, printJson, say } from '../output';
import { withAudit } from './audit-database';

const PROGRESS_EVERY = 10_000;

interface Options {
  readonly from?: Date;
  readonly to?: Date;
}

/** `clientele audit export`. */
@SubCommand({
  name: 'export',
  description: 'Prints events as lines of JSON, the oldest first, all or those of a range of time.',
})
export class ExportEventsCommand extends CommandRunner {
  override run(_words: string[], { from, to }: Options): Promise<void> {
    return withAudit('export', async (app) => {
      let count = 0;
      for await (const event of app.get(EventLogService).between(from, to)) {
        await printed(event);
        count += 1;
        if (count % PROGRESS_EVERY === 0) say(`${count} events, up to ${event.at}`);
      }
      say(`${count} events`);
    });
  }

  @Option({ flags: '--from <time>', description: 'the first moment, such as 2026-01-31 or 2026-01-31T12:00:00Z' })
  from(text: string): Date {
    return timeOf('--from', text);
  }

  @Option({ flags: '--to <time>', description: 'the moment before which the range ends' })
  to(text: string): Date {
    return timeOf('--to', text);
  }

  @Help('after')
  examples(): string {
    return examples('audit export > events.ndjson', 'audit export --from 2026-01-01 --to 2026-02-01');
  }
}

const timeOf = (option: string, text: string): Date => {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new StartFailure(`${option} must be a date or a time of RFC 3339; write 2026-01-31 or 2026-01-31T12:00:00Z`);
};

/** Waits for a reader that is slower than the database, so that the output does not pile up in memory. */
const printed = async (event: object): Promise<void> => {
  printJson(event);
  if (process.stdout.writableNeedDrain) await new Promise((resolve) => process.stdout.once('drain', resolve));
};
