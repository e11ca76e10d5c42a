import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { RegistrarListService, unknownRegistrar } from '../../../governance/registrars/registrar-list.service';
import { type RegistrarSummary, summaryOf } from '../../../governance/registrars/registrar-summary';
import { hasNoSecret, RegistrarsService } from '../../../governance/registrars/registrars.service';
import { IdempotencyService } from '../../../idempotency/idempotency.service';
import { Repeatable, type RepeatableRequest } from '../../../idempotency/repeatable-request';
import { BodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import type { SecretRotation } from '../../../registration-requests/dto/secret-rotation.dto';
import { OptionalBody, SecretRotationPipe } from '../../../registration-requests/secret-rotation.pipe';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { PageQuery } from '../paging/page-query.dto';
import { NewRegistrar, newRegistrarOf } from './new-registrar.dto';
import { CredentialsEnded } from '../../../core/errors/management-errors';

const PATH = '/admin/registrars';
const TAG = { tag: 'Administration' } as const;
const ONE = { ...TAG, path: { client_id: 'The client_id of the registrar.' } } as const;

/** `/admin/registrars`. */
@Controller('admin/registrars')
export class RegistrarsController {
  constructor(
    private readonly registrars: RegistrarsService,
    private readonly lists: RegistrarListService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Answers('List registrars.', {
    ...TAG,
    about:
      'Those that an operator made, the oldest first, whatever their state, without their secrets. That of the environment is not among them. Link names the next page.',
    query: PageQuery,
    gives: [200, 'Registrars'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer, at }: RequestContext,
    @QueryOf(PageQuery) query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly registrars: readonly RegistrarSummary[] }> {
    const read = await this.lists.page(query.after, mostOf(query), at);
    const idOf = ({ client_id }: RegistrarSummary): string => String(client_id);
    return { registrars: pageOf(reply, read, { issuer, path: PATH, query, idOf }) };
  }

  @Post()
  @Answers('Make a registrar.', {
    ...TAG,
    about:
      'A client that obtains tokens of the scope register. The response has its secret, once: only a hash of it is stored. With jwks_uri or jwks it has no secret, and authenticates by private_key_jwt.',
    body: { of: NewRegistrar, example: { label: 'A team', max_clients: 100 } },
    sends: ['Idempotency-Key'],
    gives: [201, 'NewRegistrar'],
    refuses: [new CredentialsEnded()],
  })
  @AdministratorOnly()
  create(
    @Context() context: RequestContext,
    @Repeatable(PATH) repeatable: RepeatableRequest | undefined,
    @BodyOf(NewRegistrar) wanted: NewRegistrar,
  ): Promise<RegistrarSummary> {
    return this.idempotency.answer(context, repeatable, async (contextOfUnit) => {
      const { client_secret, stored } = await this.registrars.create(contextOfUnit, newRegistrarOf(wanted));
      const { client_id, ...summary } = summaryOf(stored, 0, context.at);
      return { client_id, ...(client_secret !== undefined && { client_secret }), ...summary };
    });
  }

  @Get(':client_id')
  @Answers('Read a registrar.', {
    ...ONE,
    about: 'Its state, and how many of its clients exist.',
    gives: [200, 'Registrar'],
    refuses: [responseTo(unknownRegistrar(''))],
  })
  @AdministratorReads()
  read(@Context() { at }: RequestContext, @Param('client_id') client_id: string): Promise<RegistrarSummary> {
    return this.lists.one(client_id, at);
  }

  @Post(':client_id/secret')
  @Answers('Give a registrar a new secret.', {
    ...ONE,
    about:
      'The response has the secret, once. The old secret stays valid beside it for overlap seconds, as long as CLIENT_SECRET_OVERLAP if the body names none. Tokens that the registrar obtained stay valid.',
    takes: 'SecretRotation',
    gives: [200, 'RotatedSecret'],
    refuses: [responseTo(unknownRegistrar('')), responseTo(hasNoSecret())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async rotateSecret(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(SecretRotationPipe) { overlap }: SecretRotation,
  ): Promise<RegistrarSummary> {
    const { client_secret, expires_at = 0 } = await this.registrars.rotateSecret(context, client_id, overlap);
    return { client_id, client_secret, client_secret_expires_at: expires_at };
  }

  @Delete(':client_id')
  @Answers('Revoke a registrar.', {
    ...ONE,
    about:
      'Its credentials and its tokens are refused from the next request on, on every node. The clients that it registered stay, and so does its place in the list.',
    gives: [204],
    refuses: [responseTo(unknownRegistrar(''))],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async revoke(@Context() context: RequestContext, @Param('client_id') client_id: string): Promise<void> {
    if (!(await this.registrars.find(client_id))) throw unknownRegistrar(client_id);
    await this.registrars.revoke(context, client_id);
  }
}
