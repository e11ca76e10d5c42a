import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../core/errors/errors';
import { Environment } from '../../platform/config/environment';
import { MINUTE_SECONDS, type RateLimit } from '../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../platform/rate-limits/rate-limits.service';
import { credentialOf } from '../../core/credential-of';

/**
 * `RATE_LIMIT_VALIDATE`: how often registrations may be tried in a minute with the access tokens of one client, or with
 * one initial access token. `OpenRegistrationLimit` counts callers without a token.
 */
@Injectable()
export class ValidationLimit implements CanActivate {
  private readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_VALIDATE }: Environment) {
    this.limit = rates.of({ name: 'validate', most: RATE_LIMIT_VALIDATE, seconds: MINUTE_SECONDS });
  }

  /** Throws {@link TooManyRequests}. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const { actor } = context.switchToHttp().getRequest<FastifyRequest>().context;
    const credential = credentialOf(actor);
    const wait = credential ? await this.limit.take(credential.join(' ')) : 0;
    if (wait > 0) throw new TooManyRequests(wait);
    return true;
  }
}
