import { Help, Option, SubCommand } from 'nest-commander';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import { EventStreamService } from '../../../event-log/audit/event-stream.service';
import { isLoopbackHost } from '../../../platform/config/kinds/addresses';
import { textOfProcess } from '../../../platform/config/read-environment';
import { StartFailure } from '../../../platform/config/start-failure';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, say } from '../output';
import { withAudit } from './audit-database';
import { printEvent } from './event-line';
import { wholeNumber } from '../option-values';
import { remoteEvents } from './remote-events';

const MOST_LINES = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface Options {
  readonly lines: number;
  readonly follow?: boolean;
  readonly fromServer?: string;
  readonly after?: string;
  readonly json?: boolean;
}

/** `clientele audit tail`. */
@SubCommand({
  name: 'tail',
  description: 'Prints the newest events in the order of the log, and with --follow those that come.',
})
export class TailEventsCommand extends JsonCommand {
  override run(_words: string[], { lines, follow, fromServer, after, json }: Options): Promise<void> {
    if (fromServer !== undefined) return this.followServer(fromServer, after, json);
    return withAudit('tail', async (app) => {
      const size = await app.get(AuditRepository).treeSize();
      if (size === 0) say('The log has no events yet.');
      const first = Math.max(0, size - lines);
      const print = async (stopping: AbortSignal): Promise<void> => {
        for await (const event of app.get(EventStreamService).from(first, stopping)) printEvent(event, json);
      };
      await (follow ? untilInterrupted(print) : print(AbortSignal.abort()));
    });
  }

  private async followServer(server: string, after: string | undefined, json: boolean | undefined): Promise<void> {
    const token = textOfProcess('ADMIN_ACCESS_TOKEN') ?? '';
    if (token === '')
      throw new StartFailure('--from-server needs ADMIN_ACCESS_TOKEN; set it to an access token of an administrator');
    await untilInterrupted(async (interrupted) => {
      for await (const event of remoteEvents({ server, token, after }, interrupted)) printEvent(event, json);
    });
  }

  @Option({
    flags: '--from-server <url>',
    description: 'follows the events of a server elsewhere over HTTP, with the access token in ADMIN_ACCESS_TOKEN',
  })
  fromServer(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname)))
      return text.replace(/\/$/, '');
    throw new WrongCall('--from-server must be an https address (http only for a loopback host); write the issuer');
  }

  @Option({ flags: '--after <event>', description: 'with --from-server, begins after the event with this id' })
  after(text: string): string {
    return text;
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
    return examples(
      'audit tail --lines 20',
      'audit tail --follow --json',
      'audit tail --from-server https://register.example',
    );
  }
}

/** Runs `work` with a signal that aborts when an operator interrupts the program. */
const untilInterrupted = async (work: (interrupted: AbortSignal) => Promise<void>): Promise<void> => {
  const interrupted = new AbortController();
  const abort = (): void => {
    interrupted.abort();
  };
  for (const signal of SIGNALS) process.once(signal, abort);
  try {
    await work(interrupted.signal);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, abort);
  }
};
