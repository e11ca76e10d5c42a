import { setTimeout as wait } from 'node:timers/promises';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import type { Event } from '../../../event-log/event';
import { StartFailure } from '../../../platform/config/start-failure';
import { examples } from '../output';
import { withAudit } from './audit-database';
import { printEvent } from './event-line';

const MOST_LINES = 10_000;
const POLL_MS = 500;

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
export class TailEventsCommand extends CommandRunner {
  override run(_words: string[], { lines, follow, json }: Options): Promise<void> {
    return withAudit('tail', async (app) => {
      const log = app.get(AuditRepository);
      const interrupted = follow ? untilInterrupted() : AbortSignal.abort();
      let next = Math.max(0, (await log.treeSize()) - lines);
      for (;;) {
        for await (const { entry, event } of log.entries(next)) {
          if (event) printEvent(JSON.parse(event.body) as Event, json);
          next = entry.position + 1;
        }
        if (interrupted.aborted) return;
        await wait(POLL_MS, undefined, { signal: interrupted }).catch(endOfWait);
      }
    });
  }

  @Option({ flags: '--lines <number>', description: 'how many of the newest events', defaultValue: 10 })
  lines(text: string): number {
    const lines = Number(text);
    if (Number.isInteger(lines) && lines >= 0 && lines <= MOST_LINES) return lines;
    throw new StartFailure(`--lines must be a whole number from 0 to ${MOST_LINES}; write --lines 10`);
  }

  @Option({ flags: '--follow', description: 'prints further events until it is interrupted' })
  isFollowing(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'prints a line of JSON for each event' })
  json(): boolean {
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

/** An interrupted wait ends like one that is over. */
const endOfWait = (error: unknown): void => {
  if ((error as Error).name !== 'AbortError') throw error;
};
