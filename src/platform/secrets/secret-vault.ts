import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring';
import { RandomOctets } from './random-octets';

const SECRET_BYTES = 32;
/** How many secrets a client may hold at once: so many are compared, however many it holds. */
const MOST_HELD = 2;

/** A secret as it is kept: its keyed hash and, where it is itself a key, the secret sealed. */
export interface StoredSecret {
  readonly hash: string;
  /** The secret, sealed for the client that owns it. */
  readonly sealed?: string;
  /** In seconds since 1970; absent when it does not expire. */
  readonly expires_at?: number;
}

/** Whether a kept secret has not expired. */
export const isLive = ({ expires_at }: StoredSecret, now = Date.now()): boolean =>
  expires_at === undefined || expires_at * 1000 > now;

/** A text that no secret hashes to: what is compared in the place of secrets that are not there. */
const NO_SECRET = ' ';

/** Makes, keeps and compares client secrets and registration access tokens. */
@Injectable()
export class SecretVault {
  private readonly random = new RandomOctets();
  private readonly nothing: StoredSecret;

  constructor(private readonly ring: KeyRing) {
    this.nothing = this.keep(NO_SECRET);
  }

  /** Random octets in base64url, 32 unless told otherwise (RFC 6749 section 10.10). */
  generate(bytes = SECRET_BYTES): string {
    return this.random.take(bytes).toString('base64url');
  }

  /** What is kept of a secret; with an owner also the secret itself, sealed, for {@link open}. */
  keep(secret: string, owner?: string): StoredSecret {
    return { hash: this.ring.hash(secret), ...(owner !== undefined && { sealed: this.ring.seal(secret, owner) }) };
  }

  /** Whether one of the kept secrets is the one presented and has not expired: see {@link find}. */
  matches(presented: string, kept: readonly StoredSecret[] = []): boolean {
    return this.find(presented, kept) >= 0;
  }

  /**
   * Where the presented secret stands among those kept, else -1: in constant time, and with as many comparisons for no
   * secret as for two.
   */
  find(presented: string, kept: readonly StoredSecret[] = []): number {
    const padding = Array<StoredSecret>(Math.max(0, MOST_HELD - kept.length)).fill(this.nothing);
    const isRight = [...kept, ...padding].map((one) => this.isIt(one, presented) && isLive(one));
    return isRight.slice(0, kept.length).indexOf(true);
  }

  /**
   * Those of the kept secrets that are sealed and have not expired, in the clear. Not those
   * whose key is gone. Throws when another owns them.
   */
  open(kept: readonly StoredSecret[], owner: string): string[] {
    return kept.flatMap((one) =>
      one.sealed === undefined || !isLive(one) || !this.ring.canOpen(one.sealed)
        ? []
        : [this.ring.open(one.sealed, owner)],
    );
  }

  /** Whether something may be sealed under another key than the newest. */
  get hasOlderKeys(): boolean {
    return this.ring.hasOlderKeys;
  }

  /** The kept secrets, sealed under the newest key; nothing if they are so already, or cannot be opened. */
  reseal(kept: readonly StoredSecret[], owner: string): StoredSecret[] | undefined {
    const sealed = kept.map(({ sealed }) =>
      sealed !== undefined && this.ring.canOpen(sealed) ? this.ring.reseal(sealed, owner) : undefined,
    );
    if (sealed.every((one) => one === undefined)) return undefined;
    return kept.map((one, index) => ({ ...one, ...(sealed[index] && { sealed: sealed[index] }) }));
  }

  private isIt({ hash }: StoredSecret, presented: string): boolean {
    return isEqual(hash, this.ring.hashLike(hash, presented));
  }
}

const isEqual = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
