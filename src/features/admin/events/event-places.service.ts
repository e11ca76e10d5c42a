import { Injectable } from '@nestjs/common';
import { unknownLastEvent } from '../../../core/errors/refusals';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import { EventStreamService } from '../../../event-log/audit/event-stream.service';

/** Events of this time before a moment are read too: an event may get its place later than one after it. */
export const DELAY_MS = 60_000;

/** Where reading the log begins. */
@Injectable()
export class EventPlacesService {
  constructor(
    private readonly log: AuditRepository,
    private readonly stream: EventStreamService,
  ) {}

  /** The position after an event. Throws {@link unknownLastEvent}. */
  async after(event_id: string): Promise<number> {
    const position = await this.stream.positionAfter(event_id);
    if (position === undefined) throw unknownLastEvent();
    return position;
  }

  /** A position that is not after those of the events since a moment. */
  async since(moment: Date): Promise<number> {
    return (await this.log.positionSince(new Date(moment.getTime() - DELAY_MS))) ?? this.end();
  }

  /** The position of the oldest event. */
  async beginning(): Promise<number> {
    return (await this.log.firstPosition()) ?? this.end();
  }

  /** The position that the next event will get. */
  end(): Promise<number> {
    return this.log.treeSize();
  }
}
