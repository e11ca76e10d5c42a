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
    this.published = { keys: keys.map(({ public_jwk }) => public_jwk) };
    this.rings = new Map(
      [...new Set(keys.map(({ alg }) => alg))].map((alg) => [alg, keys.filter((key) => key.alg === alg)]),
    );
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  find(kid: string): UsableKey | undefined {
    return this.byKid.get(kid);
  }

  /** The key that signs with an algorithm now. */
  signer(alg: string): UsableKey | undefined {
    return signingKeyAt(this.rings.get(alg) ?? [], Date.now());
  }
}
