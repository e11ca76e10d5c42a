import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring';
import { RandomOctets } from './random-octets';

const SECRET_BYTES = 32;
/** The most secrets that a client has at once. This many are always compared, so that the time does not show the number. */
const MOST_HELD = 2;

/**
 * A stored secret: its keyed hash and, if it serves as a key, the sealed secret. A secret that was imported may have the
 * hash of another server until its first use; {@link SecretVaultService} compares no such hash, `ForeignHashesService` does.
 */
export interface StoredSecret {
  readonly hash: string;
  /** The secret, sealed for the client that owns it. */
  readonly sealed?: string;
  /** In seconds since 1970; absent if it does not expire. */
  readonly expires_at?: number;
}

/** Whether a stored secret has not expired. */
export const isLive = ({ expires_at }: StoredSecret, now = Date.now()): boolean =>
  expires_at === undefined || expires_at * 1000 > now;

/** A hash that no secret has: it is compared in place of missing secrets. */
const NO_SECRET = ' ';

/** Generates, hashes, seals and compares client secrets and registration access tokens. */
@Injectable()
export class SecretVaultService {
  private readonly random = new RandomOctets();
  private readonly nothing: StoredSecret;

  constructor(private readonly ring: KeyRing) {
    this.nothing = this.keep(NO_SECRET);
  }

  /** Random octets in base64url, 32 by default (RFC 6749 section 10.10). */
  generate(bytes = SECRET_BYTES): string {
    return this.random.take(bytes).toString('base64url');
  }

  /** The stored form of a secret. With an owner it contains the sealed secret for {@link open}. */
  keep(secret: string, owner?: string): StoredSecret {
    return { hash: this.ring.hash(secret), ...(owner !== undefined && { sealed: this.ring.seal(secret, owner) }) };
  }

  /** Whether the presented secret is one of the stored ones that have not expired: see {@link find}. */
  matches(presented: string, kept: readonly StoredSecret[] = []): boolean {
    return this.find(presented, kept) >= 0;
  }

  /**
   * The index of the presented secret among the stored ones, or -1. It takes constant time: the presented secret is hashed
   * once under each key, and there are as many comparisons for no secret as for two.
   */
  find(presented: string, kept: readonly StoredSecret[] = []): number {
    const hashLike = this.ring.hashesOf(presented);
    let found = -1;
    for (let index = 0; index < Math.max(kept.length, MOST_HELD); index += 1) {
      const secret = kept[index] ?? this.nothing;
      const isRight = isEqual(secret.hash, hashLike(secret.hash)) && isLive(secret);
      if (isRight && index < kept.length && found < 0) found = index;
    }
    return found;
  }

  /**
   * The sealed secrets that have not expired, in the clear. Secrets whose key is missing are left out. Throws if a
   * secret has another owner.
   */
  open(kept: readonly StoredSecret[], owner: string): string[] {
    return kept.flatMap((one) =>
      one.sealed === undefined || !isLive(one) || !this.ring.canOpen(one.sealed)
        ? []
        : [this.ring.open(one.sealed, owner)],
    );
  }

  /** Whether values may be sealed under another key than the newest. */
  get hasOlderKeys(): boolean {
    return this.ring.hasOlderKeys;
  }

  /**
   * Seals the stored secrets again under the newest key. Returns `undefined` if they have that key already, or cannot
   * be opened.
   */
  reseal(kept: readonly StoredSecret[], owner: string): StoredSecret[] | undefined {
    const sealed = kept.map(({ sealed }) =>
      sealed !== undefined && this.ring.canOpen(sealed) ? this.ring.reseal(sealed, owner) : undefined,
    );
    if (sealed.every((one) => one === undefined)) return undefined;
    return kept.map((one, index) => ({ ...one, ...(sealed[index] && { sealed: sealed[index] }) }));
  }
}

const isEqual = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
