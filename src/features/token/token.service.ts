import { Injectable } from '@nestjs/common';
import type { TokenRequestContext, TokenResponse } from '../../access-tokens/grants/grant';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
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
   * Takes a client that may use the grant, and the form of its request. Throws what `GrantRegistry.find`, `FormReader.read`
   * and the grant throw; after too many guesses {@link TooManyRequests} instead of `GuessedGrant`, while what is right is
   * still accepted.
   */
  async issue(
    context: Omit<TokenRequestContext, 'rules'>,
    client: Client,
    form: URLSearchParams,
  ): Promise<TokenResponse> {
    const { reader, handler } = this.grants.find(form.get('grant_type'));
    const request = reader.read(form);
    const rules = await this.policies.rulesOf(client);
    try {
      return await handler.issue({ ...context, rules }, client, request);
    } catch (error) {
      if (!(error instanceof GuessedGrant) || context.address === undefined) throw error;
      const wait = await this.failures.countGuess({ ip: context.address, client_id: client.client_id });
      throw wait > 0 ? new TooManyRequests(wait, { cause: error }) : error;
    }
  }
}
