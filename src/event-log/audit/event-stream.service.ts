import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Event } from '../event';
import { AuditRepository } from './audit.repository';

const POLL_MS = 500;

/** An event and its place in the log. */
export interface StreamedEvent {
  readonly position: number;
  readonly event: Event;
}

/** Follows the sealed log. A reader has one page in memory, however slow it is; readers that wait share their reads. */
@Injectable()
export class EventStreamService {
  private nextSize: Promise<number> | undefined;

  constructor(private readonly log: AuditRepository) {}

  /**
   * The events from a position on in the order of the log, then those that are sealed later. It waits for further ones until
   * `stopping` is aborted, and leaves out those that have expired.
   */
  async *from(position: number, stopping: AbortSignal): AsyncGenerator<StreamedEvent> {
    let next = position;
    do
      for await (const { entry, event } of this.log.entries(next)) {
        next = entry.position + 1;
        if (event) yield { position: entry.position, event: JSON.parse(event.body) as Event };
      }
    while (await this.isLonger(next, stopping));
  }

  /** The position after an event, where a reader resumes that has read it; nothing if the log has no such event. */
  async positionAfter(event_id: string): Promise<number | undefined> {
    const found = await this.log.find(event_id);
    return found && found.entry.position + 1;
  }

  /** Waits until the log has more entries than `size`; false if `stopping` is aborted before. */
  private async isLonger(size: number, stopping: AbortSignal): Promise<boolean> {
    while (!stopping.aborted) if ((await this.sizeSoon()) > size) return !stopping.aborted;
    return false;
  }

  private sizeSoon(): Promise<number> {
    this.nextSize ??= this.readSize().finally(() => (this.nextSize = undefined));
    return this.nextSize;
  }

  private async readSize(): Promise<number> {
    await wait(POLL_MS);
    return this.log.treeSize();
  }
}
