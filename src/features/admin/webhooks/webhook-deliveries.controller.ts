import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { BodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { TrialService } from '../../../webhooks/delivery/trial.service';
import { noSealedEvent, ReplayService } from '../../../webhooks/replay.service';
import { WebhookStatusService } from '../../../webhooks/webhook-status.service';
import { deadLetterOf, summaryOf, type WebhookSummary } from '../../../webhooks/webhook-summary';
import { unknownWebhook, WebhooksService } from '../../../webhooks/webhooks.service';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { boundOf, eventOrRange, Replay } from './replay.dto';

const UNKNOWN = responseTo(unknownWebhook(''));
const ONE = { tag: 'Administration', path: { id: 'The id of the webhook.' } } as const;

/** The deliveries of a webhook, below `/admin/webhooks/:id`. */
@Controller('admin/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly statuses: WebhookStatusService,
    private readonly trials: TrialService,
    private readonly replays: ReplayService,
  ) {}

  @Post('pause')
  @Answers('Pause a webhook.', {
    ...ONE,
    about: 'Until it is resumed. Its events are delivered then. A webhook that is paused stays so.',
    gives: [200, 'Webhook'],
    refuses: [UNKNOWN],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async pause(@Context() context: RequestContext, @Param('id') id: string): Promise<WebhookSummary> {
    await this.webhooks.require(id);
    await this.statuses.pause(context, id, 'an operator paused it');
    return summaryOf(await this.webhooks.require(id));
  }

  @Post('resume')
  @Answers('Resume a webhook.', {
    ...ONE,
    about: 'Whether an operator or the server paused it. A webhook that is active stays so.',
    gives: [200, 'Webhook'],
    refuses: [UNKNOWN],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async resume(@Context() context: RequestContext, @Param('id') id: string): Promise<WebhookSummary> {
    await this.webhooks.require(id);
    await this.statuses.resume(context, id);
    return summaryOf(await this.webhooks.require(id));
  }

  @Post('test')
  @Answers('Send a test message to a webhook.', {
    ...ONE,
    about:
      'A message of the type webhook.test, whatever its status and filter are. The response has what became of it: a receiver that does not accept it is no error of this request.',
    gives: [200, 'WebhookTrial'],
    refuses: [UNKNOWN],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async test(@Param('id') id: string): Promise<WebhookSummary> {
    const { result, reason } = await this.trials.send(await this.webhooks.require(id));
    return { id, result, reason };
  }

  @Get('dead-letters')
  @Answers('List the dead letters of a webhook.', {
    ...ONE,
    about: 'The messages that were given up, the oldest first. A replay delivers them again. Link names the next page.',
    query: PageQuery,
    gives: [200, 'DeadLetters'],
    refuses: [UNKNOWN],
  })
  @AdministratorReads()
  async deadLetters(
    @Context() { issuer }: RequestContext,
    @Param('id') id: string,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly dead_letters: readonly WebhookSummary[] }> {
    const read = await this.webhooks.deadLettersAfter(id, query.after, mostOf(query));
    const path = `/admin/webhooks/${id}/dead-letters`;
    const page = pageOf(reply, read, { issuer, path, query, idOf: ({ message_id }) => message_id });
    return { dead_letters: page.map(deadLetterOf) };
  }

  @Post('replay')
  @Answers('Deliver events to a webhook again.', {
    ...ONE,
    about:
      'One event, or those of a part of the log that the webhook gets: from a position or a moment on, before another one or until now. The response has their number.',
    body: { of: Replay, example: { from: '2026-11-26T00:00:00Z' } },
    gives: [200, 'WebhookReplay'],
    refuses: [UNKNOWN, eventOrRange(), responseTo(noSealedEvent('01a2156c-0000-7000-8000-000000000000'))],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async replay(
    @Context() { at }: RequestContext,
    @Param('id') id: string,
    @BodyOf(Replay) { event, from, to }: Replay,
  ): Promise<WebhookSummary> {
    const webhook = await this.webhooks.require(id);
    if (event !== undefined && from === undefined && to === undefined) {
      await this.replays.event(webhook, event, at);
      return { id, events: 1 };
    }
    if (event !== undefined || from === undefined) throw eventOrRange();
    const end = to === undefined ? undefined : boundOf(to);
    return { id, events: await this.replays.range(webhook, boundOf(from), end, at) };
  }
}
