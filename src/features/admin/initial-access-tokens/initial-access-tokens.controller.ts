import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { InitialAccessTokensService } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { TokenListService, unknownToken } from '../../../governance/initial-access-tokens/token-list.service';
import { summaryOf, type TokenSummary } from '../../../governance/initial-access-tokens/token-summary';
import { IdempotencyService } from '../../../idempotency/idempotency.service';
import { Repeatable, type RepeatableRequest } from '../../../idempotency/repeatable-request';
import { BodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { MomentsQuery, rangeOf } from '../paging/moments-query.dto';
import { mostOf, pageOf } from '../paging/next-page';
import { NewToken, newTokenOf } from './new-token.dto';
import { CredentialsEnded } from '../../../core/errors/management-errors';

const PATH = '/admin/initial-access-tokens';
const TAG = { tag: 'Administration' } as const;
const ONE = { ...TAG, path: { id: 'The id of the token, which the token contains.' } } as const;

/** `/admin/initial-access-tokens`. */
@Controller('admin/initial-access-tokens')
export class InitialAccessTokensController {
  constructor(
    private readonly tokens: InitialAccessTokensService,
    private readonly lists: TokenListService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Answers('List initial access tokens.', {
    ...TAG,
    about:
      'The oldest first, whatever their state, without the tokens themselves. since and until select by the moment when they were made. Link names the next page.',
    query: MomentsQuery,
    gives: [200, 'InitialAccessTokens'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer, at }: RequestContext,
    @QueryOf(MomentsQuery) query: MomentsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly initial_access_tokens: readonly TokenSummary[] }> {
    const read = await this.lists.page(query.after, mostOf(query), rangeOf(query), at);
    const page = pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ id }) => String(id) });
    return { initial_access_tokens: page };
  }

  @Post()
  @Answers('Make an initial access token.', {
    ...TAG,
    about: 'The response has the token, once: only a hash of it is stored.',
    body: { of: NewToken, example: { label: 'A partner', uses: 10, expires_in: 604_800 } },
    sends: ['Idempotency-Key'],
    gives: [201, 'NewInitialAccessToken'],
    refuses: [new CredentialsEnded()],
  })
  @AdministratorOnly()
  create(
    @Context() context: RequestContext,
    @Repeatable(PATH) repeatable: RepeatableRequest | undefined,
    @BodyOf(NewToken) wanted: NewToken,
  ): Promise<TokenSummary> {
    return this.idempotency.answer(context, repeatable, async (contextOfUnit) => {
      const { token, stored } = await this.tokens.create(contextOfUnit, newTokenOf(wanted));
      return { token, ...summaryOf(stored, 0, context.at) };
    });
  }

  @Get(':id')
  @Answers('Read an initial access token.', {
    ...ONE,
    about: 'Its state, the uses that it has left, and how many of its clients exist.',
    gives: [200, 'InitialAccessToken'],
    refuses: [responseTo(unknownToken(''))],
  })
  @AdministratorReads()
  read(@Context() { at }: RequestContext, @Param('id') id: string): Promise<TokenSummary> {
    return this.lists.one(id, at);
  }

  @Delete(':id')
  @Answers('Revoke an initial access token.', {
    ...ONE,
    about:
      'It registers no client from the next request on, on every node. The clients that it registered stay, and so does its place in the list.',
    gives: [204],
    refuses: [responseTo(unknownToken(''))],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async revoke(@Context() context: RequestContext, @Param('id') id: string): Promise<void> {
    if (!(await this.tokens.find(id))) throw unknownToken(id);
    await this.tokens.revoke(context, id);
  }
}
