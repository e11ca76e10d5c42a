import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { Environment } from '../config/environment';
import { networkOf, siteOf } from '../http/network-of';
import { HOUR_SECONDS, RateLimit } from '../http/rate-limit';
import { TooManyRequests } from '../oauth/errors';

/** A limit, and whose registrations are counted together by it. */
interface Count {
  readonly limit: RateLimit;
  readonly keyOf: (address: string) => string;
}

/**
 * How often may be registered without a token in an hour: `RATE_LIMIT_REGISTER` for an address,
 * `RATE_LIMIT_REGISTER_NETWORK` for the network around it, `RATE_LIMIT_REGISTER_TOTAL` for all together. What the
 * narrower one refuses is not counted by the wider ones. Each handler is counted by itself.
 */
@Injectable()
export class OpenRegistrationLimit implements CanActivate {
  private readonly counts: readonly Count[];

  constructor(environment: Environment) {
    const { RATE_LIMIT_REGISTER, RATE_LIMIT_REGISTER_NETWORK, RATE_LIMIT_REGISTER_TOTAL } = environment;
    this.counts = [
      { limit: new RateLimit(RATE_LIMIT_REGISTER, HOUR_SECONDS), keyOf: networkOf },
      { limit: new RateLimit(RATE_LIMIT_REGISTER_NETWORK, HOUR_SECONDS), keyOf: siteOf },
      { limit: new RateLimit(RATE_LIMIT_REGISTER_TOTAL, HOUR_SECONDS), keyOf: () => 'all' },
    ];
  }

  /** Throws {@link TooManyRequests}. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const address = addressOf(context.switchToHttp().getRequest<FastifyRequest>());
    const { name } = context.getHandler();
    for (const { limit, keyOf } of this.counts) {
      const wait = await limit.take(`${name} ${keyOf(address)}`);
      if (wait > 0) throw new TooManyRequests(wait);
    }
    return true;
  }
}

/** What a proxy calls an address and is none (unknown, a port behind it) counts as the proxy. */
const addressOf = ({ ip, socket }: FastifyRequest): string => (ipaddr.isValid(ip) ? ip : (socket.remoteAddress ?? ''));
