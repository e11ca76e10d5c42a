import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { OptionalBody } from '../../../registration-requests/secret-rotation.pipe';
import {
  AdministeredUsersService,
  alreadyDisabled,
  alreadyEnabled,
  unknownUser,
} from '../../../users/administered-users.service';
import type { UserSummary } from '../../../users/user-summary';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { reasonIsText, StatusReasonPipe } from '../clients/status-reason.pipe';
import { mostOf, pageOf } from '../paging/next-page';
import { filterOf, UserQuery } from './user-query.dto';

const PATH = '/admin/users';
const TAG = { tag: 'Administration' } as const;
const UNKNOWN = responseTo(unknownUser(''));
const ONE = { ...TAG, path: { sub: 'The sub of the user.' } } as const;

/** `/admin/users`. */
@Controller('admin/users')
export class UsersController {
  constructor(private readonly users: AdministeredUsersService) {}

  @Get()
  @Answers('List users.', {
    ...TAG,
    about:
      'The people who signed in, ordered by sub: all, those of an identity provider, or the one whom it knows by a subject. Link names the next page.',
    query: UserQuery,
    gives: [200, 'Users'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(UserQuery) query: UserQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly users: readonly UserSummary[] }> {
    const read = await this.users.page(filterOf(query), query.after, mostOf(query));
    return { users: pageOf(reply, read, { issuer, path: PATH, query, idOf: ({ sub }) => sub }) };
  }

  @Get(':sub')
  @Answers('Read a user.', {
    ...ONE,
    about: 'Where he or she signs in, and since when. GET /admin/grants?sub= lists what the user authorized.',
    gives: [200, 'User'],
    refuses: [UNKNOWN],
  })
  @AdministratorReads()
  read(@Param('sub') sub: string): Promise<UserSummary> {
    return this.users.one(sub);
  }

  @Get(':sub/export')
  @Answers('Export the data of a user.', {
    ...ONE,
    about:
      'All that is kept of the user, without secrets: identity, claims, sessions, grants, and remembered answers. The log notes who read it.',
    gives: [200, 'UserExport'],
    refuses: [UNKNOWN],
  })
  @AdministratorReads()
  export(@Context() context: RequestContext, @Param('sub') sub: string): Promise<object> {
    return this.users.export(context, sub);
  }

  @Post(':sub/disable')
  @Answers('Disable a user.', {
    ...ONE,
    about:
      'Sessions and grants end, and nobody signs in as this user, from the next request on and on every node, until the user is enabled. The reason is for the log.',
    takes: 'StatusReason',
    gives: [200, 'User'],
    refuses: [UNKNOWN, reasonIsText(), responseTo(alreadyDisabled())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  disable(
    @Context() context: RequestContext,
    @Param('sub') sub: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<UserSummary> {
    return this.users.disable(context, sub, reason);
  }

  @Post(':sub/enable')
  @Answers('Enable a disabled user.', {
    ...ONE,
    about: 'The user can sign in again. What ended when the user was disabled does not come back.',
    gives: [200, 'User'],
    refuses: [UNKNOWN, responseTo(alreadyEnabled())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  enable(@Context() context: RequestContext, @Param('sub') sub: string): Promise<UserSummary> {
    return this.users.enable(context, sub);
  }

  @Delete(':sub')
  @Answers('Erase a user.', {
    ...ONE,
    about:
      'Deletes all that is kept of the user: identity, claims, sessions, grants, and remembered answers. The log keeps the sub, which nobody gets again. A later sign-in makes a new user.',
    gives: [204],
    refuses: [UNKNOWN],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async erase(@Context() context: RequestContext, @Param('sub') sub: string): Promise<void> {
    await this.users.erase(context, sub);
  }
}
