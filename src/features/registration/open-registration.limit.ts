import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../core/errors/errors';
import { Environment } from '../../platform/config/environment';
import { networkOf, siteOf } from '../../platform/http/network-of';
import { HOUR_SECONDS, type RateLimit } from '../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../platform/rate-limits/rate-limits.service';
import { credentialOf } from '../../core/credential-of';

const FIRST_REFUSAL = 400;

/** A limit, and the key by which it counts registrations. */
interface Count {
  readonly limit: RateLimit;
  readonly keyOf: (address: string) => string;
}

/**
 * Limits how often callers without a token may register in an hour: `RATE_LIMIT_REGISTER` for an address,
 * `RATE_LIMIT_REGISTER_NETWORK` for the network around it, `RATE_LIMIT_REGISTER_TOTAL` for all together. The wider
 * limits do not count requests that a narrower one refuses. Each handler has its own counts. A refused registration
 * counts a tenth, so that a developer who sets up a client does not use up the limit.
 */
@Injectable()
export class OpenRegistrationLimit implements CanActivate {
  private readonly counts: readonly Count[];

  constructor(rates: RateLimits, environment: Environment) {
    const hourly = (name: string, most: number): RateLimit => rates.of({ name, most, seconds: HOUR_SECONDS });
    const { RATE_LIMIT_REGISTER, RATE_LIMIT_REGISTER_NETWORK, RATE_LIMIT_REGISTER_TOTAL } = environment;
    this.counts = [
      { limit: hourly('register', RATE_LIMIT_REGISTER), keyOf: networkOf },
      { limit: hourly('register-network', RATE_LIMIT_REGISTER_NETWORK), keyOf: siteOf },
      { limit: hourly('register-total', RATE_LIMIT_REGISTER_TOTAL), keyOf: () => 'all' },
    ];
  }

  /** Throws {@link TooManyRequests}. Not `async`, because Nest continues at once after a guard that returns no promise. */
  canActivate(context: ExecutionContext): true | Promise<true> {
    const { actor, address } = context.switchToHttp().getRequest<FastifyRequest>().context;
    return credentialOf(actor) ? true : this.count(context, address);
  }

  private async count(context: ExecutionContext, address: string): Promise<true> {
    const { name } = context.getHandler();
    const counted = this.counts.map(({ limit, keyOf }) => ({ limit, key: `${name} ${keyOf(address)}` }));
    for (const { limit, key } of counted) {
      const wait = await limit.take(key);
      if (wait > 0) throw new TooManyRequests(wait);
    }
    const { raw } = context.switchToHttp().getResponse<FastifyReply>();
    raw.once('finish', () => {
      if (raw.statusCode >= FIRST_REFUSAL) for (const { limit, key } of counted) void limit.giveBack(key);
    });
    return true;
  }
}
