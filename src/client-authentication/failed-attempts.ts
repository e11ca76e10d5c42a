import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment';
import { networkOf } from '../http/network-of';
import { RecentCounts } from './recent-counts';

/** Whose attempts are counted: the address they come from and the client they are made for. */
export interface Origin {
  readonly ip: string;
  readonly client_id: string | undefined;
}

/**
 * `RATE_LIMIT_FAILED_AUTH`: failed authentications a minute, counted on each node for a client from one network, for a
 * network, and for a client. Only the first bars the way before anything is checked; the other two turn refusals into
 * 429 and let right credentials pass, so that nobody is kept out by what others do.
 */
@Injectable()
export class FailedAttempts {
  private readonly counts = new RecentCounts();
  private readonly limit: number;

  constructor({ RATE_LIMIT_FAILED_AUTH }: Environment) {
    this.limit = RATE_LIMIT_FAILED_AUTH === 0 ? Infinity : RATE_LIMIT_FAILED_AUTH;
  }

  /** In how many seconds this client may try again from this network; 0 is now. */
  barredFor(origin: Origin): number {
    return this.counts.isEmpty ? 0 : this.counts.secondsAbove(this.limit, [pairOf(origin)]);
  }

  /** Counts a failure; gives in how many seconds to try again when there were too many, else 0. */
  failed(origin: Origin): number {
    const wait = this.counts.secondsAbove(this.limit, [pairOf(origin), ...sharedOf(origin)]);
    for (const key of [pairOf(origin), ...sharedOf(origin)]) this.counts.add(key);
    return wait;
  }
}

const pairOf = ({ ip, client_id = '' }: Origin): string => `pair ${networkOf(ip)} ${hashed(client_id)}`;

const sharedOf = ({ ip, client_id }: Origin): string[] => [
  `network ${networkOf(ip)}`,
  ...(client_id === undefined ? [] : [`client ${hashed(client_id)}`]),
];

/** A client_id may be as long as a request. */
const hashed = (client_id: string): string => createHash('sha256').update(client_id).digest('base64url');
