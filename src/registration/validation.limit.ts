import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../core/errors/errors';
import { Environment } from '../platform/config/environment';
import { MINUTE_SECONDS, RateLimit } from '../platform/http/rate-limit';

/**
 * `RATE_LIMIT_VALIDATE`: how often a client may try registrations in a minute with its access token.
 * `OpenRegistrationLimit` counts callers without a token.
 */
@Injectable()
export class ValidationLimit implements CanActivate {
  private readonly limit: RateLimit;

  constructor({ RATE_LIMIT_VALIDATE }: Environment) {
    this.limit = new RateLimit(RATE_LIMIT_VALIDATE, MINUTE_SECONDS);
  }

  /** Throws {@link TooManyRequests}. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const { accessToken } = context.switchToHttp().getRequest<FastifyRequest>();
    const wait = accessToken ? await this.limit.take(accessToken.client.client_id) : 0;
    if (wait > 0) throw new TooManyRequests(wait);
    return true;
  }
}
