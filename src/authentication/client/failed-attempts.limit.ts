import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../platform/config/environment';
import { networkOf, siteOf } from '../../platform/http/network-of';
import { MINUTE_SECONDS, RateLimit } from '../../platform/http/rate-limit';

/** The source of an attempt: the address that it comes from and the client that it claims to be. */
export interface AttemptSource {
  readonly ip: string;
  readonly client_id: string | undefined;
}

/**
 * Failed authentications a minute, counted on each node: `RATE_LIMIT_FAILED_AUTH` for a client from one network, for a
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

  constructor({ RATE_LIMIT_FAILED_AUTH, RATE_LIMIT_FAILED_AUTH_NETWORK }: Environment) {
    this.ofPairs = new RateLimit(RATE_LIMIT_FAILED_AUTH, MINUTE_SECONDS);
    this.ofNetworks = new RateLimit(RATE_LIMIT_FAILED_AUTH, MINUTE_SECONDS);
    this.ofClients = new RateLimit(RATE_LIMIT_FAILED_AUTH, MINUTE_SECONDS);
    this.ofSites = new RateLimit(RATE_LIMIT_FAILED_AUTH_NETWORK, MINUTE_SECONDS);
  }

  /** Returns the seconds until this client may try again from this network; 0 if it may now. */
  secondsUntilAllowed(source: AttemptSource): Promise<number> {
    return this.ofPairs.secondsUntilFree(pairOf(source));
  }

  /** Counts a failure. Returns the seconds to wait if there were too many, else 0. */
  async count(source: AttemptSource): Promise<number> {
    const { ip, client_id } = source;
    const waits = await Promise.all([
      this.ofPairs.take(pairOf(source)),
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
