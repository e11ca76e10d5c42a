import { Injectable } from '@nestjs/common';
import type { TokenRequestContext, TokenResponse } from '../../access-tokens/grants/grant';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import type { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import type { Client } from '../../clients/client.entity';
import { RegistrationPoliciesService } from '../../governance/policies/registration-policies.service';

/** Issues tokens by the grant that a request names (RFC 6749 section 4). */
@Injectable()
export class TokenService {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /** Takes a client that may use the grant, and its request as the DTO of the grant. Throws what the grant throws. */
  async issue(
    context: Omit<TokenRequestContext, 'rules'>,
    client: Client,
    request: TokenRequest,
  ): Promise<TokenResponse> {
    const rules = await this.policies.rulesOf(client);
    return this.grants.find(request.grant_type).handler.issue({ ...context, rules }, client, request);
  }
}
