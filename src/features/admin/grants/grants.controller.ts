import { Controller, Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { AdministeredGrantsService, unknownGrant } from '../../../user-grants/administered-grants.service';
import type { GrantSummary } from '../../../user-grants/grant-summary';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { mostOf, pageOf } from '../paging/next-page';
import { filterOf, GrantQuery } from './grant-query.dto';

const PATH = '/admin/grants';
const TAG = { tag: 'Administration' } as const;
const ONE = {
  ...TAG,
  path: { id: 'The id of the grant.' },
  refuses: [responseTo(unknownGrant(''))],
} as const;

/** `/admin/grants`. */
@Controller('admin/grants')
export class GrantsController {
  constructor(private readonly grants: AdministeredGrantsService) {}

  @Get()
  @Answers('List grants.', {
    ...TAG,
    about:
      'What users authorized clients to do, the oldest first: those of a user, of a client, or all. Those that have ended are among them until they are deleted. Link names the next page.',
    query: GrantQuery,
    gives: [200, 'UserGrants'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(GrantQuery) query: GrantQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly grants: readonly GrantSummary[] }> {
    const read = await this.grants.page(filterOf(query), query.after, mostOf(query));
    return { grants: pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ id }) => id }) };
  }

  @Get(':id')
  @Answers('Read a grant.', {
    ...ONE,
    about: 'One authorization of a user for a client, with resources, scope and last use.',
    gives: [200, 'UserGrant'],
  })
  @AdministratorReads()
  read(@Param('id') id: string): Promise<GrantSummary> {
    return this.grants.one(id);
  }

  @Delete(':id')
  @Answers('Revoke a grant.', {
    ...ONE,
    about:
      'Its code, its refresh tokens and its access tokens are refused from the next request on, on every node; a resource server that introspects no tokens accepts an access token until it expires. The user can authorize the client again.',
    gives: [204],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async revoke(@Context() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.grants.revoke(context, id);
  }
}
