import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { AccessRulesService } from '../../../users/access-rules.service';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
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
   * The user who signed in at an upstream just now, and may use the resources. Throws {@link RedirectError}, which the user
   * sees on a page first, so that people learn why an application does not get on.
   */
  async admit(
    { context }: Exchange,
    { identity, ...wanted }: WantedAccess & { readonly identity: UpstreamIdentity },
  ): Promise<User> {
    const { user } = await this.rules.admit(context, identity, wanted.request.resources);
    if (user) return user;
    throw this.refusal(wanted);
  }

  /** Requires that a user who is signed in may use the resources. Throws as {@link admit} does. */
  async require({ context }: Exchange, { sub, ...wanted }: WantedAccess & { readonly sub: string }): Promise<void> {
    const { resources } = wanted.request;
    const user = await this.users.find(sub);
    const judgement = user && this.rules.judge(user, resources);
    if (judgement?.allowed === true) return;
    if (user && judgement) await this.rules.logRefusal(context, user, judgement.rule);
    throw this.refusal(wanted);
  }

  private refusal({ client, request }: WantedAccess): RedirectError {
    const target = this.requests.errorTargetOf(request, client, 'not_allowed');
    const isDirect = target.isDirect && request.prompt.includes('none');
    return new RedirectError('access_denied', 'the operator does not permit the user to use the resource', {
      ...target,
      isDirect,
    });
  }
}
