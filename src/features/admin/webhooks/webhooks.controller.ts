import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { IdempotencyService } from '../../../idempotency/idempotency.service';
import { Repeatable, type RepeatableRequest } from '../../../idempotency/repeatable-request';
import { BodyOf, OptionalBodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { progressOf, summaryOf, type WebhookSummary } from '../../../webhooks/webhook-summary';
import { unknownWebhook, WebhooksService } from '../../../webhooks/webhooks.service';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { NewWebhook, WebhookSecretRotation } from './new-webhook.dto';
import { CredentialsEnded } from '../../../core/errors/management-errors';

const PATH = '/admin/webhooks';
const TAG = { tag: 'Administration' } as const;
const ONE = {
  ...TAG,
  path: { id: 'The id of the webhook.' },
  refuses: [responseTo(unknownWebhook(''))],
} as const;

/** `/admin/webhooks`. */
@Controller('admin/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Answers('List webhooks.', {
    ...TAG,
    about: 'The oldest first, without their secrets. Link names the next page.',
    query: PageQuery,
    gives: [200, 'Webhooks'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly webhooks: readonly WebhookSummary[] }> {
    const read = await this.webhooks.page(query.after, mostOf(query));
    const page = pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ id }) => id });
    return { webhooks: page.map(summaryOf) };
  }

  @Post()
  @Answers('Make a webhook.', {
    ...TAG,
    about:
      'It gets the events from now on. The response has the secret that signs its messages, once: only a sealed form is stored.',
    body: { of: NewWebhook, example: { url: 'https://crm.example/hooks', types: ['client.*'], label: 'CRM' } },
    sends: ['Idempotency-Key'],
    gives: [201, 'NewWebhook'],
    refuses: [new CredentialsEnded()],
  })
  @AdministratorOnly()
  create(
    @Context() context: RequestContext,
    @Repeatable(PATH) repeatable: RepeatableRequest | undefined,
    @BodyOf(NewWebhook) wanted: NewWebhook,
  ): Promise<WebhookSummary> {
    return this.idempotency.answer(context, repeatable, async (contextOfUnit) => {
      const { secret, webhook } = await this.webhooks.create(contextOfUnit, wanted);
      const { id, ...summary } = summaryOf(webhook);
      return { id, secret, ...summary };
    });
  }

  @Get(':id')
  @Answers('Read a webhook.', {
    ...ONE,
    about: 'Its status, how far it is behind the log, and how many messages wait or were given up.',
    gives: [200, 'Webhook'],
  })
  @AdministratorReads()
  async read(@Param('id') id: string): Promise<WebhookSummary> {
    return progressOf(await this.webhooks.progress(id));
  }

  @Post(':id/secret')
  @Answers('Give a webhook a new secret.', {
    ...ONE,
    about:
      'The response has the secret, once. Messages have a signature by the previous secret too, for overlap seconds.',
    body: { of: WebhookSecretRotation, example: { overlap: 604_800 }, isOptional: true },
    gives: [200, 'WebhookSecret'],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async rotateSecret(
    @Context() context: RequestContext,
    @Param('id') id: string,
    @OptionalBodyOf(WebhookSecretRotation) { overlap }: WebhookSecretRotation,
  ): Promise<WebhookSummary> {
    return { id, secret: await this.webhooks.rotateSecret(context, id, overlap) };
  }

  @Delete(':id')
  @Answers('Delete a webhook.', {
    ...ONE,
    about: 'With all messages that it has not accepted yet.',
    gives: [204],
  })
  @AdministratorOnly()
  @HttpCode(204)
  remove(@Context() context: RequestContext, @Param('id') id: string): Promise<void> {
    return this.webhooks.remove(context, id);
  }
}
