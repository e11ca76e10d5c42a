import type { JWTVerifyResult, ResolvedKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AccessTokenClaims } from './access-token';

export type Verified = JWTVerifyResult<AccessTokenClaims> & Partial<ResolvedKey>;

const MOST_REMEMBERED = 1000;
const MOST_BYTES = 16 * 1024 * 1024;
/** An estimate of the memory of a token, which is stored as its text and as its parsed claims. */
const BYTES_PER_CHARACTER = 8;

/**
 * The tokens whose signature was verified most recently. A verified signature stays valid, so it is not verified again;
 * whether the key, the client and the token are still valid is checked for each request. The size of the tokens is
 * limited as well as their number, because authorization details make tokens large.
 */
export class SignatureCache {
  private readonly tokens: LRUCache<string, Verified>;

  constructor(mostBytes = MOST_BYTES) {
    this.tokens = new LRUCache({
      max: MOST_REMEMBERED,
      maxSize: mostBytes,
      sizeCalculation: (_verified, token) => token.length * BYTES_PER_CHARACTER,
    });
  }

  /** Returns the verified content of a token; `undefined` if it is not remembered or has expired since. */
  find(token: string): Verified | undefined {
    const known = this.tokens.get(token);
    return known && known.payload.exp > Math.floor(Date.now() / 1000) ? known : undefined;
  }

  /** Remembers the verified content of a token and returns it. The least recently used tokens are dropped. */
  add(token: string, verified: Verified): Verified {
    this.tokens.set(token, verified);
    return verified;
  }
}
