import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { TooManyRequests } from '../core/errors/errors';
import { Environment } from '../platform/config/environment';
import { networkOf, siteOf } from '../platform/http/network-of';
import { HOUR_SECONDS, RateLimit } from '../platform/http/rate-limit';

const FIRST_REFUSAL = 400;

/** A limit, and whose registrations are counted together by it. */
interface Count {
  readonly limit: RateLimit;
  readonly keyOf: (address: string) => string;
}

/**
 * Limits how often callers without a token may register in an hour: `RATE_LIMIT_REGISTER` for an address,
 * `RATE_LIMIT_REGISTER_NETWORK` for the network around it, `RATE_LIMIT_REGISTER_TOTAL` for all together. What the
 * narrower one refuses is not counted by the wider ones. Each handler is counted by itself. A registration that is
 * refused counts a tenth: who sets a client up gets it wrong a few times.
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
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.accessToken) return true;
    const address = addressOf(request);
    const { name } = context.getHandler();
    const counted = this.counts.map(({ limit, keyOf }) => ({ limit, key: `${name} ${keyOf(address)}` }));
    for (const { limit, key } of counted) {
      const wait = await limit.take(key);
      if (wait > 0) throw new TooManyRequests(wait);
    }
    const { raw } = http.getResponse<FastifyReply>();
    raw.once('finish', () => {
      if (raw.statusCode >= FIRST_REFUSAL) for (const { limit, key } of counted) void limit.giveBack(key);
    });
    return true;
  }
}

/** What a proxy calls an address and is none (unknown, a port behind it) counts as the proxy. */
const addressOf = ({ ip, socket }: FastifyRequest): string => (ipaddr.isValid(ip) ? ip : (socket.remoteAddress ?? ''));
