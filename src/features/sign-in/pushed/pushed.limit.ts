import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientOf } from '../../../authentication/client/client-authentication.guard';
import { TooManyRequests } from '../../../core/errors/errors';
import { Environment } from '../../../platform/config/environment';
import { networkOf } from '../../../platform/http/network-of';
import { MINUTE_SECONDS, type RateLimit } from '../../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../../platform/rate-limits/rate-limits.service';

/** Limits the pushed requests of a client from one network, because each one is stored: `RATE_LIMIT_PUSHED`. */
@Injectable()
export class PushedLimit implements CanActivate {
  private readonly limit: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_PUSHED: most }: Environment) {
    this.limit = rates.of({ name: 'pushed', most, seconds: MINUTE_SECONDS });
  }

  /** Throws {@link TooManyRequests}. */
  async canActivate(execution: ExecutionContext): Promise<true> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const seconds = await this.limit.take(
      `${networkOf(request.context.address)} ${keyOf(clientOf(request).client_id)}`,
    );
    if (seconds > 0) throw new TooManyRequests(seconds);
    return true;
  }
}

/** An address as `client_id` may be long. */
const keyOf = (client_id: string): string => createHash('sha256').update(client_id).digest('base64url');
