import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { unknownLastEvent } from '../../../core/errors/refusals';
import type { RequestContext } from '../../../core/request-context';
import type { Event } from '../../../event-log/event';
import { accepts } from '../../../platform/http/accepts';
import { tooManyStreams } from '../../../platform/http/open-streams.service';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { EVENT_STREAM } from '../../../platform/http/server-sent-event';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministratorReads } from '../administrator-only.decorator';
import type { LastingAccess } from '../lasting-access';
import { linkNext } from '../paging/next-page';
import { EventPagesService } from './event-pages.service';
import { EventQuery } from './event-query.dto';
import { LiveEventsService } from './live-events.service';

/** Proxies may neither collect the events of a stream nor compress them. The connection ends with the stream. */
const STREAM_HEADERS = {
  'Content-Type': EVENT_STREAM,
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};

/** `/admin/events`. */
@Controller('admin/events')
export class EventsController {
  constructor(
    private readonly pages: EventPagesService,
    private readonly live: LiveEventsService,
  ) {}

  @Get()
  @Answers('Read the log of events, or follow it.', {
    tag: 'Administration',
    about:
      'As JSON, a page in the order of the log: Link names the next one. A page that selects by type, actor or moment may have few events, or none, and a next page. As text/event-stream, the events after Last-Event-ID or after, or since a moment, or from now on, until the token ends.',
    query: EventQuery,
    sends: ['Last-Event-ID'],
    gives: [200, 'Events', EVENT_STREAM],
    refuses: [unknownLastEvent(), tooManyStreams()],
  })
  @AdministratorReads()
  async read(
    @Context() { issuer }: RequestContext,
    @Req() request: FastifyRequest,
    @QueryOf(EventQuery) query: EventQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly events: readonly Event[] } | StreamableFile> {
    if (wantsStream(request)) return this.follow(request, query, reply);
    const { events, next } = await this.pages.page(query);
    if (next !== undefined) linkNext(reply, { issuer, path: '/admin/events', query, after: next });
    return { events };
  }

  /** Not by `@Sse`, which reads as fast as it can, however slow the reader of the response is. */
  private async follow(request: FastifyRequest, query: EventQuery, reply: FastifyReply): Promise<StreamableFile> {
    const { 'last-event-id': last = query.after } = request.headers;
    const stream = await this.live.open(reply, request.access as LastingAccess, { ...query, after: String(last) });
    void reply.headers(STREAM_HEADERS);
    return new StreamableFile(stream);
  }
}

/** A response to HEAD has no body, so it is that of a page. */
const wantsStream = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && accepts(EVENT_STREAM, headers.accept);
