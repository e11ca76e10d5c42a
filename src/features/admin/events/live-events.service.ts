import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TokenRefused } from '../../../access-tokens/access-token';
import { EventStreamService, type StreamedPage } from '../../../event-log/audit/event-stream.service';
import { OpenStreamsService } from '../../../platform/http/open-streams.service';
import { heartbeat, linesOf, reconnectAfter } from '../../../platform/http/server-sent-event';
import type { LastingAccess } from '../lasting-access';
import { isWanted } from './event-filter';
import { EventPlacesService } from './event-places.service';
import type { EventQuery } from './event-query.dto';

const RECONNECT_AFTER_MS = 2000;
/** A stream ends after a day at the latest; its reader connects again. */
const LONGEST_STREAM_MS = 86_400_000;

/** The events of the log as they happen, for responses without an end. */
@Injectable()
export class LiveEventsService {
  private readonly logger = new Logger('events');

  constructor(
    private readonly log: EventStreamService,
    private readonly places: EventPlacesService,
    private readonly streams: OpenStreamsService,
  ) {}

  /**
   * The text of a stream for a response: the events after one, or since the moment of the query, or from now on. It ends
   * with the access of the administrator and when the server stops. A reader that is slow delays the next page.
   * Throws `InvalidRequest` for an event that the log does not have, and `TemporarilyUnavailable` if too many streams are open.
   */
  async open(reply: FastifyReply, access: LastingAccess, query: EventQuery): Promise<Readable> {
    const position = await this.startOf(query);
    const ended = AbortSignal.any([this.streams.begin(reply), endOf(access)]);
    const text = this.textOf(this.log.pages(position, ended), access, query, ended);
    return Readable.from(text, { highWaterMark: 1 });
  }

  private async *textOf(
    pages: AsyncIterable<StreamedPage>,
    access: LastingAccess,
    query: EventQuery,
    ended: AbortSignal,
  ): AsyncGenerator<string> {
    yield reconnectAfter(RECONNECT_AFTER_MS);
    try {
      for await (const page of pages) {
        await access.recheck();
        if (ended.aborted) return;
        yield textOf(page, query);
      }
    } catch (error) {
      // The reader connects again, and gets the response that says why.
      if (!(error instanceof TokenRefused)) this.logger.warn({ err: error }, 'a stream of events ended');
    }
  }

  private startOf({ after, since }: EventQuery): Promise<number> {
    if (after !== '') return this.places.after(after);
    return since === undefined ? this.places.end() : this.places.since(since);
  }
}

const endOf = ({ until }: LastingAccess): AbortSignal =>
  AbortSignal.timeout(Math.min(Math.max(0, until * 1000 - Date.now()), LONGEST_STREAM_MS));

/** The events of a page that a reader wants. Without one, a comment with the place where the reader is. */
const textOf = ({ events, through }: StreamedPage, query: EventQuery): string =>
  events
    .filter((event) => isWanted(event, query))
    .map((event) => linesOf({ id: event.id, event: event.type, data: JSON.stringify(event) }))
    .join('') || heartbeat(through);
