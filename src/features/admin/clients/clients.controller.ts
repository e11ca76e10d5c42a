import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientSearchService, otherCursor } from '../../../client-search/client-search.service';
import { AdministeredClientsService, notRegistered } from '../../../clients/administered-clients.service';
import { summaryOf } from '../../../clients/client-summary';
import { noSuchClient } from '../../../core/errors/refusals';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import type { Event } from '../../../event-log/event';
import { EventLogService } from '../../../event-log/event-log.service';
import { readingOf } from '../../../event-log/event-subject';
import { etagOf, IfMatch, type Precondition } from '../../../platform/http/precondition';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import type { SecretRotation } from '../../../registration-requests/dto/secret-rotation.dto';
import { OptionalBody, SecretRotationPipe } from '../../../registration-requests/secret-rotation.pipe';
import { SecretRotationService } from '../../../registrations/secret-rotation.service';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { linkNext, mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { ClientQuery } from './client-query.dto';

type Summary = Readonly<Record<string, unknown>>;

const CLIENTS = { tag: 'Administration' } as const;
const CLIENT = { ...CLIENTS, path: { client_id: 'The identifier of the client.' } } as const;
const NEVER = 0;

/** `/admin/clients`. */
@Controller('admin/clients')
export class ClientsController {
  constructor(
    private readonly search: ClientSearchService,
    private readonly clients: AdministeredClientsService,
    private readonly rotation: SecretRotationService,
    private readonly log: EventLogService,
  ) {}

  @Get()
  @Answers('List clients.', {
    ...CLIENTS,
    about:
      'Those that all parameters select, without their credentials: ordered by name if name is given and nothing else but moments, the beginning of an identifier or the status active, otherwise the oldest first. Link names the next page; a page may have fewer clients than limit although there is a next one. A replica of the database may answer.',
    query: ClientQuery,
    gives: [200, 'AdministeredClients'],
    refuses: [otherCursor()],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(ClientQuery) query: ClientQuery,
    @Reply() reply: FastifyReply,
  ): Promise<{ readonly clients: readonly Summary[] }> {
    const { found, next } = await this.search.page(query, query.after, query.limit);
    if (next !== undefined) linkNext(reply, { issuer, path: '/admin/clients', query, after: next });
    return { clients: found.map(({ client }) => summaryOf(client)) };
  }

  @Get(':client_id')
  @Answers('Read a client.', {
    ...CLIENT,
    about:
      'Its metadata, status, policies, and what brought it. No response has its credentials. The log notes who read it.',
    gives: [200, 'AdministeredClient'],
    refuses: [noSuchClient()],
  })
  @AdministratorReads()
  async read(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @Reply() reply: FastifyReply,
  ): Promise<Summary> {
    const client = await this.clients.find(client_id);
    await this.log.append(context, readingOf(client));
    void reply.header('ETag', etagOf(client));
    return summaryOf(client);
  }

  @Delete(':client_id')
  @Answers('Delete a client.', {
    ...CLIENT,
    about: 'The client, its credentials and its access tokens are no longer accepted, on every node.',
    sends: ['If-Match'],
    gives: [204],
    refuses: [noSuchClient(), responseTo(notRegistered())],
  })
  @AdministratorOnly()
  @HttpCode(204)
  remove(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.clients.remove(context, client_id, precondition);
  }

  @Post(':client_id/secret')
  @Answers('Give a client a new secret.', {
    ...CLIENT,
    about: 'The response has the secret, once. The old secret stays valid beside it for a while.',
    takes: 'SecretRotation',
    sends: ['If-Match'],
    gives: [200, 'RotatedSecret'],
    refuses: [noSuchClient(), responseTo(notRegistered())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async rotateSecret(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @IfMatch() precondition: Precondition,
    @OptionalBody(SecretRotationPipe) { overlap }: SecretRotation,
    @Reply() reply: FastifyReply,
  ): Promise<Summary> {
    const { client, client_secret } = await this.rotation.rotate(context, client_id, precondition, overlap);
    void reply.header('ETag', etagOf(client));
    return { client_id, client_secret, client_secret_expires_at: client.client_secrets[0]?.expires_at ?? NEVER };
  }

  @Get(':client_id/history')
  @Answers('Read the events of a client.', {
    ...CLIENT,
    about: 'What happened to the client, the oldest first, also if it was deleted. Link names the next page.',
    query: PageQuery,
    gives: [200, 'Events'],
  })
  @AdministratorReads()
  async history(
    @Context() { issuer }: RequestContext,
    @Param('client_id') client_id: string,
    @QueryOf(PageQuery) query: PageQuery,
    @Reply() reply: FastifyReply,
  ): Promise<{ readonly events: readonly Event[] }> {
    const read = await this.log.pageOfClient(client_id, query.after, mostOf(query));
    const path = `/admin/clients/${encodeURIComponent(client_id)}/history`;
    return { events: pageOf(reply, read, { issuer, path, query, idOf: ({ id }) => id }) };
  }
}

function Reply(): ParameterDecorator {
  return Res({ passthrough: true });
}
