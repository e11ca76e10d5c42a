import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../core/errors/errors';
import { Environment } from '../../platform/config/environment';
import { MINUTE_SECONDS, type RateLimit } from '../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../platform/rate-limits/rate-limits.service';
import { managedBy } from './registration-token.guard';

/**
 * `RATE_LIMIT_UPDATE`: how often a client may change its registration or rotate its secret in a minute. Counts only
 * whom the guard of the registration access token let pass, so that nobody uses up the updates of another client.
 */
@Injectable()
export class UpdateLimit implements CanActivate {
  private readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_UPDATE }: Environment) {
    this.limit = rates.of({ name: 'update', most: RATE_LIMIT_UPDATE, seconds: MINUTE_SECONDS });
  }

  /** Throws {@link TooManyRequests}. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const { client } = managedBy(context.switchToHttp().getRequest<FastifyRequest>());
    const wait = await this.limit.take(client.client_id);
    if (wait > 0) throw new TooManyRequests(wait);
    return true;
  }
}
