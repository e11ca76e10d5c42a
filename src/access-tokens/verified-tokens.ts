import type { JWTVerifyResult, ResolvedKey } from 'jose';
import type { AccessTokenClaims } from './access-token';

export type Verified = JWTVerifyResult<AccessTokenClaims> & Partial<ResolvedKey>;

const MOST_REMEMBERED = 1000;

/**
 * The tokens whose signature was verified last. That a key signed these bytes stays true; whether the key, the client
 * and the token are still good is asked anew each time.
 */
export class VerifiedTokens {
  private readonly tokens = new Map<string, Verified>();

  /** What was verified of a token, unless it has expired since. */
  find(token: string): Verified | undefined {
    const known = this.tokens.get(token);
    return known && known.payload.exp > Math.floor(Date.now() / 1000) ? known : undefined;
  }

  /** Remembers a token in the place of the oldest; gives what was verified of it. */
  add(token: string, verified: Verified): Verified {
    this.tokens.set(token, verified);
    const [oldest] = this.tokens.keys();
    if (this.tokens.size > MOST_REMEMBERED && oldest !== undefined) this.tokens.delete(oldest);
    return verified;
  }
}
