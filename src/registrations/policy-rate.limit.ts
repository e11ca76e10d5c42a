import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '../core/errors/errors';
import type { RequestContext } from '../core/request-context';
import { referenceTo, type RegistrationPolicy } from '../governance/policies/registration-policy';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { networkOf } from '../platform/http/network-of';
import { RateLimits } from '../platform/rate-limits/rate-limits.service';
import { credentialOf } from '../core/credential-of';

/**
 * `rate_limit` of policies: how many registrations a credential may make in a time. The credential is the initial access
 * token, otherwise the client of the access token, otherwise the address of the caller (IPv6 /64). Only clients that are
 * stored count. The counts belong to the name of the policy: a new version changes the limit and keeps them.
 */
@Injectable()
export class PolicyRateLimit {
  constructor(private readonly rates: RateLimits) {}

  /**
   * Counts a registration by each limit of the policy; if `unit` fails, none has counted it. Throws
   * {@link TooManyRequests}, which names the policy, if one of them is reached.
   */
  async take(unit: UnitOfWork, context: RequestContext, policy: RegistrationPolicy | undefined): Promise<void> {
    for (const { policy: name, value } of policy?.rules.rate_limit ?? []) {
      const { registrations, seconds } = value;
      const limit = this.rates.of({ name: 'policy', most: registrations, seconds });
      const key = [name, ...callerOf(context)].join(' ');
      const wait = await limit.take(key);
      if (wait > 0)
        throw new TooManyRequests(wait, {
          reason: `registrations must be at most ${registrations} in ${seconds} seconds, by rate_limit of policy ${referenceOf(name, policy)}`,
        });
      unit.afterFailure(() => limit.undo(key));
    }
  }
}

const referenceOf = (name: string, policy: RegistrationPolicy | undefined): string =>
  policy?.admitting.filter((admitting) => admitting.name === name).map(referenceTo)[0] ?? name;

const callerOf = ({ actor, address = '' }: RequestContext): readonly string[] =>
  credentialOf(actor) ?? ['address', networkOf(address)];
