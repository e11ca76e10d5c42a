import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring';

const SECRET_BYTES = 32;

/** A secret as it is kept: its keyed hash. */
export interface StoredSecret {
  readonly hash: string;
  /** In seconds since 1970; absent when it does not expire. */
  readonly expires_at?: number;
}

/** Whether a kept secret has not expired. */
export const isLive = ({ expires_at }: StoredSecret, now = Date.now()): boolean =>
  expires_at === undefined || expires_at * 1000 > now;

/** A text that no secret hashes to: what an unknown client is compared with, so that it costs what a known one costs. */
const NO_SECRET = ' ';

/** Makes, keeps and compares client secrets and registration access tokens. */
@Injectable()
export class SecretVault {
  private readonly nothing: StoredSecret;

  constructor(private readonly ring: KeyRing) {
    this.nothing = this.keep(NO_SECRET);
  }

  /** 256 random bits in base64url (RFC 6749 section 10.10). */
  generate(): string {
    return randomBytes(SECRET_BYTES).toString('base64url');
  }

  /** What is kept of a secret. */
  keep(secret: string): StoredSecret {
    return { hash: this.ring.hash(secret) };
  }

  /** Whether one of the kept secrets is the one presented and has not expired: see {@link find}. */
  matches(presented: string, kept: readonly StoredSecret[] = []): boolean {
    return this.find(presented, kept) >= 0;
  }

  /** Where the presented secret stands among those kept, else -1: constant time for each, and one comparison at least. */
  find(presented: string, kept: readonly StoredSecret[] = []): number {
    const candidates = kept.length > 0 ? kept : [this.nothing];
    const isRight = candidates.map((one) => isEqual(one.hash, this.ring.hashLike(one.hash, presented)) && isLive(one));
    return kept.length > 0 ? isRight.indexOf(true) : -1;
  }
}

const isEqual = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
