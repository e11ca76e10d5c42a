import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../../../event-log/audit/audit.repository';
import type { Event } from '../../../event-log/event';
import { idAt } from '../../../event-log/event-id';
import { EventLogService } from '../../../event-log/event-log.service';
import { isWanted } from './event-filter';
import { DELAY_MS, EventPlacesService } from './event-places.service';
import type { EventQuery } from './event-query.dto';

/** A page reads so many events at most, whatever it selects: it costs the same in a log of any length. */
const MOST_READ = 1000;

/** An event that was read, or the id of one that has expired. */
interface ReadEvent {
  readonly id: string;
  readonly event: Event | undefined;
}

/** A page of events, and the id of the event that the next page begins after, if there is one. */
export interface EventPage {
  readonly events: readonly Event[];
  readonly next: string | undefined;
}

/** Reads pages of the log. */
@Injectable()
export class EventPagesService {
  constructor(
    private readonly log: EventLogService,
    private readonly sealed: AuditRepository,
    private readonly places: EventPlacesService,
  ) {}

  /**
   * The first events that a query asks for. There may be fewer than its limit, even none, although there are more in the
   * log: the next page goes on. Throws `InvalidRequest` for `after` with an event that the log does not have.
   */
  async page(query: EventQuery): Promise<EventPage> {
    const most = selects(query) ? MOST_READ : query.limit + 1;
    const read = query.client_id === undefined ? await this.ofLog(query, most) : await this.ofClient(query, most);
    const wanted = read.flatMap(({ event }) => (event && isWanted(event, query) ? [event] : []));
    const events = wanted.slice(0, query.limit);
    if (wanted.length > events.length) return { events, next: events.at(-1)?.id };
    return { events, next: read.length === most ? idBefore(query, read.at(-1)?.id) : undefined };
  }

  private async ofLog(query: EventQuery, most: number): Promise<readonly ReadEvent[]> {
    const page = await this.sealed.page(await this.startOf(query), most);
    return page.map(({ entry, event }) => ({
      id: entry.event_id,
      event: event && (JSON.parse(event.body) as Event),
    }));
  }

  /** An index has the events of a client by their ids. */
  private async ofClient({ client_id = '', after, since }: EventQuery, most: number): Promise<readonly ReadEvent[]> {
    const first = since === undefined ? '' : idAt(since.getTime());
    const events = await this.log.pageOfClient(client_id, after > first ? after : first, most);
    return events.map((event) => ({ id: event.id, event }));
  }

  private startOf({ after, since }: EventQuery): Promise<number> {
    if (after !== '') return this.places.after(after);
    return since === undefined ? this.places.beginning() : this.places.since(since);
  }
}

/** The id of the last event that was read, unless no later one can be of the range of the query. */
const idBefore = ({ until }: EventQuery, id = ''): string | undefined =>
  until !== undefined && id >= idAt(until.getTime() + DELAY_MS) ? undefined : id;

/** Whether a page has to look at more events than it gives. */
const selects = ({ type, actor, since, until }: EventQuery): boolean =>
  [type, actor, since, until].some((one) => one !== undefined);
