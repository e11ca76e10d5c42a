import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { AccessRulesService } from '../../../users/access-rules.service';
import type { User } from '../../../users/user.entity';
import { UsersService } from '../../../users/users.service';
import { RedirectError } from '../request/authorization-refusal';
import type { AuthorizationRequest } from '../request/authorization-request';
import { AuthorizationRequestsService } from '../request/authorization-requests.service';
import type { Exchange } from './exchange';

/** An authorization that a user wants to give. */
interface WantedAccess {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly sub: string;
}

/** Whether the operator permits a user to use the resources of a request. */
@Injectable()
export class AccessService {
  constructor(
    private readonly users: UsersService,
    private readonly rules: AccessRulesService,
    private readonly requests: AuthorizationRequestsService,
  ) {}

  /**
   * Gives the user, who may use the resources. Throws {@link RedirectError}, which the user sees on a page first, so that
   * people learn why an application does not get on.
   */
  async require({ context }: Exchange, { client, request, sub }: WantedAccess): Promise<User> {
    const user = await this.users.find(sub);
    const judgement = user ? this.rules.judge(user, request.resources) : ({ allowed: false, rule: 'gone' } as const);
    if (user && judgement.allowed) return user;
    if (user && !judgement.allowed) await this.rules.logRefusal(context, user, judgement.rule);
    const target = this.requests.errorTargetOf(request, client, 'not_allowed');
    const isDirect = target.isDirect && request.prompt.includes('none');
    throw new RedirectError('access_denied', 'the operator does not permit the user to use the resource', {
      ...target,
      isDirect,
    });
  }
}
