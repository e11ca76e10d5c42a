import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { networkOf } from '../http/network-of';
import { TooManyRequests } from '../oauth/errors';

/** `RATE_LIMIT_REGISTER`: how often an address may register without a token. */
@Injectable()
export class OpenRegistrationLimit extends ThrottlerGuard {
  /** What a proxy calls an address and is none (unknown, a port behind it) counts as the proxy. */
  protected override getTracker(request: FastifyRequest): Promise<string> {
    const { ip, socket } = request;
    return Promise.resolve(networkOf(ipaddr.isValid(ip) ? ip : (socket.remoteAddress ?? '')));
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): never {
    throw new TooManyRequests(Math.max(detail.timeToBlockExpire, detail.timeToExpire));
  }
}
