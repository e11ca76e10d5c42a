import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../../core/errors/errors';
import { Environment } from '../../../platform/config/environment';
import { networkOf } from '../../../platform/http/network-of';
import { MINUTE_SECONDS, type RateLimit } from '../../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../../platform/rate-limits/rate-limits.service';

/** Limits how often the browsers of one address may do a step of an authorization in a minute. */
abstract class BrowserLimit implements CanActivate {
  private readonly limit: RateLimit;

  protected constructor(rates: RateLimits, name: string, most: number) {
    this.limit = rates.of({ name, most, seconds: MINUTE_SECONDS });
  }

  /** Throws {@link TooManyRequests}, which browsers see as a page. */
  async canActivate(execution: ExecutionContext): Promise<true> {
    const { context } = execution.switchToHttp().getRequest<FastifyRequest>();
    const seconds = await this.limit.take(networkOf(context.address));
    if (seconds > 0) throw new TooManyRequests(seconds, { reason: 'too many authorizations from this address' });
    return true;
  }
}

@Injectable()
export class LimitsAuthorizations extends BrowserLimit {
  constructor(rates: RateLimits, { RATE_LIMIT_AUTHORIZE }: Environment) {
    super(rates, 'authorize', RATE_LIMIT_AUTHORIZE);
  }
}

@Injectable()
export class LimitsDecisions extends BrowserLimit {
  constructor(rates: RateLimits, { RATE_LIMIT_DECISION }: Environment) {
    super(rates, 'decision', RATE_LIMIT_DECISION);
  }
}

@Injectable()
export class LimitsCallbacks extends BrowserLimit {
  constructor(rates: RateLimits, { RATE_LIMIT_CALLBACK }: Environment) {
    super(rates, 'callback', RATE_LIMIT_CALLBACK);
  }
}
