import { Injectable } from '@nestjs/common';
import type { TokenRequestContext, TokenResponse } from '../../access-tokens/grants/grant';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import type { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { FailedAttemptsLimit } from '../../authentication/client/failed-attempts.limit';
import type { Client } from '../../clients/client.entity';
import { GuessedGrant, TooManyRequests } from '../../core/errors/errors';
import { RegistrationPoliciesService } from '../../governance/policies/registration-policies.service';

/** Issues tokens by the grant that a request names (RFC 6749 section 4). */
@Injectable()
export class TokenService {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly policies: RegistrationPoliciesService,
    private readonly failures: FailedAttemptsLimit,
  ) {}

  /**
   * Takes a client that may use the grant, and its request as the DTO of the grant. Throws what the grant throws; after too
   * many guesses {@link TooManyRequests} instead of `GuessedGrant`, while what is right is still accepted.
   */
  async issue(
    context: Omit<TokenRequestContext, 'rules'>,
    client: Client,
    request: TokenRequest,
  ): Promise<TokenResponse> {
    const rules = await this.policies.rulesOf(client);
    try {
      return await this.grants.find(request.grant_type).handler.issue({ ...context, rules }, client, request);
    } catch (error) {
      if (!(error instanceof GuessedGrant) || context.address === undefined) throw error;
      const wait = await this.failures.countGuess({ ip: context.address, client_id: client.client_id });
      throw wait > 0 ? new TooManyRequests(wait, { cause: error }) : error;
    }
  }
}
