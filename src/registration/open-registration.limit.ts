import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { TooManyRequests } from '../oauth/errors';

const IPV6_PREFIX_BITS = 64;

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

/** An IPv4 address, or the /64 network of an IPv6 one: whoever has one address of it has them all. */
const networkOf = (ip: string): string => {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_PREFIX_BITS}`).toString();
};
