import type { KeyObject } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';
import { signingKeyAt } from './key-schedule';
import type { SigningKey } from './signing-key.entity';

/** A key that is imported once, not for each token. */
export interface UsableKey extends SigningKey {
  readonly publicKey: CryptoKey;
  /** Absent where `SECRET_KEYS` lacks the key that sealed it. */
  readonly privateKey?: KeyObject;
}

/** The signing keys of one read of the database, prepared once for all requests. */
export class KeySnapshot {
  /** The JWK Set (RFC 7517 section 5). */
  readonly published: { readonly keys: JWK[] };
  /** The signing key set of each algorithm, in the order of the numbers. */
  readonly byAlg: ReadonlyMap<string, readonly UsableKey[]>;
  private readonly byKid: ReadonlyMap<string, UsableKey>;

  constructor(keys: readonly UsableKey[]) {
    this.byAlg = new Map(
      [...new Set(keys.map(({ alg }) => alg))].map((alg) => [alg, keys.filter((key) => key.alg === alg)]),
    );
    this.published = { keys: this.inPublishedOrder(keys).map(({ public_jwk }) => public_jwk) };
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  /**
   * The order for verifiers that use the first key of a type: RSA before the others, RS256 (the default) before the
   * other RSA keys, and the key that signs now before its predecessors and its successor.
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
    return signingKeyAt(this.byAlg.get(alg) ?? [], Date.now());
  }
}
