import type { JWTVerifyResult, ResolvedKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AccessTokenClaims } from './access-token';

export type Verified = JWTVerifyResult<AccessTokenClaims> & Partial<ResolvedKey>;

const MOST_REMEMBERED = 1000;
const MOST_BYTES = 16 * 1024 * 1024;
/** A token is remembered as its text and as its claims, which take more than they do in the text. */
const BYTES_PER_CHARACTER = 8;

/**
 * The tokens whose signature was verified last. That a key signed these bytes stays true; whether the key, the client
 * and the token are still good is asked anew each time. Large tokens, as authorization details make them, leave room for
 * fewer.
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

  /** What was verified of a token, unless it has expired since. */
  find(token: string): Verified | undefined {
    const known = this.tokens.get(token);
    return known && known.payload.exp > Math.floor(Date.now() / 1000) ? known : undefined;
  }

  /** Remembers a token in the place of those not used for longest; gives what was verified of it. */
  add(token: string, verified: Verified): Verified {
    this.tokens.set(token, verified);
    return verified;
  }
}
