import { Injectable } from '@nestjs/common';
import type { TrustedIssuer } from '../../config/software-statement-issuers';
import { GuardedFetch } from '../../fetching/guarded-fetch';
import { TemporarilyUnavailable } from '../../oauth/errors';
import { invalidClientMetadata } from '../../oauth/registration-errors';
import { isKeySet, type KeySet } from './verified-jwt';

interface Fetched {
  readonly keys: Promise<KeySet>;
  readonly at: number;
}

const FRESH_MS = 300_000;
const REFETCH_AFTER_MS = 30_000;
const LIMIT_BYTES = 64 * 1024;
const RETRY_AFTER_SECONDS = 30;

/** The keys that statements and signed requests are verified with. Never those that a JWT brings along in its header. */
@Injectable()
export class IssuerKeys {
  /** As many entries as there are configured issuers. */
  private readonly fetched = new Map<string, Fetched>();

  constructor(private readonly fetching: GuardedFetch) {}

  /**
   * The keys of a trusted issuer, from its file or its address, where they are asked for again after five minutes. Throws
   * 503 when the address does not answer: the client can do nothing about that.
   */
  async of({ jwks, jwks_uri = '' }: TrustedIssuer): Promise<KeySet> {
    return jwks ?? this.fresh(jwks_uri, FRESH_MS);
  }

  /** The same when a key was not among them: asked for again, at most every thirty seconds. */
  async again({ jwks, jwks_uri = '' }: TrustedIssuer): Promise<KeySet> {
    return jwks ?? this.fresh(jwks_uri, REFETCH_AFTER_MS);
  }

  /** The keys of a client as its software statement gives them. Throws `InvalidRegistration`. */
  async ofSoftware(jwks_uri: string): Promise<KeySet> {
    const keys = await this.fetching.json(jwks_uri, { member: 'jwks_uri', limitBytes: LIMIT_BYTES });
    if (!isKeySet(keys)) throw invalidClientMetadata('jwks_uri', 'must lead to a JWK Set', 'publish the keys there');
    return keys;
  }

  private async fresh(jwks_uri: string, maxAgeMs: number): Promise<KeySet> {
    const known = this.fetched.get(jwks_uri);
    if (known && Date.now() - known.at < maxAgeMs) return known.keys;
    const entry = { keys: this.fetch(jwks_uri), at: Date.now() };
    this.fetched.set(jwks_uri, entry);
    try {
      return await entry.keys;
    } catch (cause) {
      if (this.fetched.get(jwks_uri) === entry) this.fetched.delete(jwks_uri);
      throw cause;
    }
  }

  private async fetch(jwks_uri: string): Promise<KeySet> {
    try {
      return await this.ofSoftware(jwks_uri);
    } catch (cause) {
      throw new TemporarilyUnavailable(
        'the keys of the issuer of the software statement are not available now; try again later',
        RETRY_AFTER_SECONDS,
        cause,
      );
    }
  }
}
