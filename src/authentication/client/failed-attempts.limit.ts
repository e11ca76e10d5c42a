import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../platform/config/environment';
import { networkOf, siteOf } from '../../platform/http/network-of';
import { MINUTE_SECONDS, type RateLimit } from '../../platform/rate-limits/rate-limit';
import { RateLimits } from '../../platform/rate-limits/rate-limits.service';

/** The source of an attempt: the address that it comes from and the client that it claims to be. */
export interface AttemptSource {
  readonly ip: string;
  readonly client_id: string | undefined;
}

/**
 * Failed authentications a minute: `RATE_LIMIT_FAILED_AUTH` for a client from one network, for a
 * network, and for a client, `RATE_LIMIT_FAILED_AUTH_NETWORK` for a wider network. Only the limit for a client from one
 * network blocks before credentials are checked. The others answer 429 instead of 401 but accept valid credentials, so
 * no third party can lock a client out.
 */
@Injectable()
export class FailedAttemptsLimit {
  private readonly ofPairs: RateLimit;
  private readonly ofNetworks: RateLimit;
  private readonly ofClients: RateLimit;
  private readonly ofSites: RateLimit;

  constructor(rates: RateLimits, { RATE_LIMIT_FAILED_AUTH, RATE_LIMIT_FAILED_AUTH_NETWORK }: Environment) {
    const each = (by: string, most: number): RateLimit =>
      rates.of({ name: `failed-by-${by}`, most, seconds: MINUTE_SECONDS });
    this.ofPairs = each('pair', RATE_LIMIT_FAILED_AUTH);
    this.ofNetworks = each('network', RATE_LIMIT_FAILED_AUTH);
    this.ofClients = each('client', RATE_LIMIT_FAILED_AUTH);
    this.ofSites = each('site', RATE_LIMIT_FAILED_AUTH_NETWORK);
  }

  /**
   * Returns the seconds until this client may try again from this network; 0 if it may now, as far as this process has
   * counted: no request waits for a shared store before its credentials are checked.
   */
  secondsUntilAllowed(source: AttemptSource): number {
    return this.ofPairs.secondsUntilFree(pairOf(source));
  }

  /** Counts a failure. Returns the seconds to wait if there were too many, else 0. */
  async count(source: AttemptSource): Promise<number> {
    return Math.max(...(await Promise.all([this.ofPairs.take(pairOf(source)), this.countGuess(source)])));
  }

  /**
   * Counts a guessed code or refresh token in the same way, except that it never blocks the client from that network: many
   * people share the network of a hosted client, and one of them could make it present guesses.
   */
  async countGuess({ ip, client_id }: AttemptSource): Promise<number> {
    const waits = await Promise.all([
      this.ofNetworks.take(networkOf(ip)),
      this.ofSites.take(siteOf(ip)),
      client_id === undefined ? 0 : this.ofClients.take(shortened(client_id)),
    ]);
    return Math.max(...waits);
  }
}

const pairOf = ({ ip, client_id = '' }: AttemptSource): string => `${networkOf(ip)} ${shortened(client_id)}`;

const LONGEST_KEY = 64;

/** A client_id may be as long as a request. */
const shortened = (client_id: string): string =>
  client_id.length <= LONGEST_KEY ? client_id : createHash('sha512').update(client_id).digest('base64url');
