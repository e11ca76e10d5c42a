import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Event } from '../event';
import { type AuditedEntry, AuditRepository, positionAfter } from './audit.repository';

const POLL_MS = 500;
/** A reader of a log without further events gets an empty page so often. */
const POLLS_BETWEEN_EMPTY_PAGES = 30;
const ENTRIES_OF_A_PAGE = 100;

/** The next events of the log, none if no event came for a while, and the id of the newest entry that was read. */
export interface StreamedPage {
  readonly events: readonly Event[];
  readonly through: string | undefined;
}

/** Follows the sealed log. A reader has one page in memory, however slow it is; readers at the same place share their reads. */
@Injectable()
export class EventStreamService implements OnModuleDestroy {
  private readonly closing = new AbortController();
  private readonly reads = new Map<number, Promise<readonly AuditedEntry[]>>();
  private nextSize: Promise<number> | undefined;

  constructor(private readonly log: AuditRepository) {}

  /** Ends the waits of all readers, which end then. */
  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** The events of {@link pages}, one by one. */
  async *from(position: number, stopping: AbortSignal): AsyncGenerator<Event> {
    for await (const { events } of this.pages(position, stopping)) yield* events;
  }

  /**
   * The events from a position on in the order of the log, then those that are sealed later. It waits for further ones until
   * `stopping` is aborted, and leaves out those that have expired. About every 15 seconds without an event there is an
   * empty page.
   */
  async *pages(position: number, stopping: AbortSignal): AsyncGenerator<StreamedPage> {
    let next = position;
    let page: readonly AuditedEntry[];
    do
      do {
        page = await this.read(next);
        next = positionAfter(page) ?? next;
        yield {
          events: page.flatMap(({ event }) => (event ? [JSON.parse(event.body) as Event] : [])),
          through: page.at(-1)?.entry.event_id,
        };
      } while (page.length === ENTRIES_OF_A_PAGE);
    while (await this.hasFurther(next, AbortSignal.any([stopping, this.closing.signal])));
  }

  /** The position after an event, where a reader resumes that has read it; nothing if the log has no such event. */
  async positionAfter(event_id: string): Promise<number | undefined> {
    const found = await this.log.find(event_id);
    return found && found.entry.position + 1;
  }

  private read(position: number): Promise<readonly AuditedEntry[]> {
    const read =
      this.reads.get(position) ?? this.log.page(position, ENTRIES_OF_A_PAGE).finally(() => this.reads.delete(position));
    this.reads.set(position, read);
    return read;
  }

  /** Waits until the log has more entries than `size`, or for a while; false once `stopping` is aborted. */
  private async hasFurther(size: number, stopping: AbortSignal): Promise<boolean> {
    const stopped = untilAborted(stopping);
    for (let polls = 0; polls < POLLS_BETWEEN_EMPTY_PAGES && !stopping.aborted; polls += 1)
      if (((await Promise.race([this.sizeSoon(), stopped])) ?? size) > size) break;
    return !stopping.aborted;
  }

  private sizeSoon(): Promise<number> {
    this.nextSize ??= this.readSize().finally(() => (this.nextSize = undefined));
    return this.nextSize;
  }

  /** Nobody waits for the size any more once the application closes. */
  private readSize(): Promise<number> {
    return wait(POLL_MS, undefined, { signal: this.closing.signal }).then(
      () => this.log.treeSize(),
      () => 0,
    );
  }
}

const untilAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    const end = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
