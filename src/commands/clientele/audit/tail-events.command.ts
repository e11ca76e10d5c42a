import { Help, Option, SubCommand } from 'nest-commander';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import { EventStreamService } from '../../../event-log/audit/event-stream.service';
import { JsonCommand } from '../json-command';
import { examples } from '../output';
import { withAudit } from './audit-database';
import { printEvent } from './event-line';
import { wholeNumber } from '../option-values';

const MOST_LINES = 10_000;

interface Options {
  readonly lines: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** `clientele audit tail`. */
@SubCommand({
  name: 'tail',
  description: 'Prints the newest events in the order of the log, and with --follow those that come.',
})
export class TailEventsCommand extends JsonCommand {
  override run(_words: string[], { lines, follow, json }: Options): Promise<void> {
    return withAudit('tail', async (app) => {
      const interrupted = follow ? untilInterrupted() : AbortSignal.abort();
      const first = Math.max(0, (await app.get(AuditRepository).treeSize()) - lines);
      for await (const event of app.get(EventStreamService).from(first, interrupted)) printEvent(event, json);
    });
  }

  @Option({ flags: '--lines <number>', description: 'how many of the newest events', defaultValue: 10 })
  lines(text: string): number {
    return wholeNumber('--lines', [0, MOST_LINES], text);
  }

  @Option({ flags: '--follow', description: 'prints further events until it is interrupted' })
  isFollowing(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('audit tail --lines 20', 'audit tail --follow --json');
  }
}

/** Aborts when an operator interrupts the program. */
const untilInterrupted = (): AbortSignal => {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      interrupted.abort();
    });
  return interrupted.signal;
};
