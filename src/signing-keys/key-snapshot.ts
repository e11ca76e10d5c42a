import type { KeyObject } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';
import { signingKeyAt } from './key-schedule';
import type { SigningKey } from './signing-key.entity';

/** A key ready for use: imported once, not per token. */
export interface UsableKey extends SigningKey {
  readonly publicKey: CryptoKey;
  /** Absent where `SECRET_KEYS` lacks the key that sealed it. */
  readonly privateKey?: KeyObject;
}

/** The signing keys as they stood when the database was read: prepared once, used by every request. */
export class KeySnapshot {
  /** The JWK Set (RFC 7517 section 5). */
  readonly published: { readonly keys: JWK[] };
  /** The keys of each algorithm in the order of their numbers. */
  readonly rings: ReadonlyMap<string, readonly UsableKey[]>;
  private readonly byKid: ReadonlyMap<string, UsableKey>;

  constructor(keys: readonly UsableKey[]) {
    this.rings = new Map(
      [...new Set(keys.map(({ alg }) => alg))].map((alg) => [alg, keys.filter((key) => key.alg === alg)]),
    );
    this.published = { keys: this.inPublishedOrder(keys).map(({ public_jwk }) => public_jwk) };
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  /**
   * The keys as verifiers want them that take the first: RSA before the others, RS256, which signs where nothing else is
   * registered, before the other RSA, and what signs now before what did or will.
   */
  private inPublishedOrder(keys: readonly UsableKey[]): UsableKey[] {
    const rank = (key: UsableKey): number =>
      [key.public_jwk.kty !== 'RSA', key.alg !== 'RS256', this.signer(key.alg) !== key].reduce(
        (sum, isLater) => sum * 2 + Number(isLater),
        0,
      );
    return [...keys].sort((one, other) => rank(one) - rank(other));
  }

  find(kid: string): UsableKey | undefined {
    return this.byKid.get(kid);
  }

  /** The key that signs with an algorithm now. */
  signer(alg: string): UsableKey | undefined {
    return signingKeyAt(this.rings.get(alg) ?? [], Date.now());
  }
}
