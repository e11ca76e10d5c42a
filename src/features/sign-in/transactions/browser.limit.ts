import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../../core/errors/errors';
import { Environment } from '../../../platform/config/environment';
import { networkOf } from '../../../platform/http/network-of';
import { MINUTE_SECONDS, type RateLimit } from '../../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../../platform/rate-limits/rate-limits.service';

/** Limits how often the browsers of one address may do a step of an authorization in a minute. */
abstract class BrowserLimit implements CanActivate {
  protected abstract readonly limit: RateLimit;

  /** Throws {@link TooManyRequests}, which browsers see as a page. */
  async canActivate(execution: ExecutionContext): Promise<true> {
    const { context } = execution.switchToHttp().getRequest<FastifyRequest>();
    const seconds = await this.limit.take(networkOf(context.address));
    if (seconds > 0) throw new TooManyRequests(seconds, { reason: 'too many authorizations from this address' });
    return true;
  }
}

/** `RATE_LIMIT_AUTHORIZE`. */
@Injectable()
export class LimitsAuthorizations extends BrowserLimit {
  protected readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_AUTHORIZE: most }: Environment) {
    super();
    this.limit = rates.of({ name: 'authorize', most, seconds: MINUTE_SECONDS });
  }
}

/** `RATE_LIMIT_DECISION`. */
@Injectable()
export class LimitsDecisions extends BrowserLimit {
  protected readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_DECISION: most }: Environment) {
    super();
    this.limit = rates.of({ name: 'decision', most, seconds: MINUTE_SECONDS });
  }
}

/** `RATE_LIMIT_CALLBACK`. */
@Injectable()
export class LimitsCallbacks extends BrowserLimit {
  protected readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_CALLBACK: most }: Environment) {
    super();
    this.limit = rates.of({ name: 'callback', most, seconds: MINUTE_SECONDS });
  }
}
