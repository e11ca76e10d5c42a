import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring';

const SECRET_BYTES = 32;

/** A secret as it is kept: its keyed hash. */
export interface StoredSecret {
  readonly hash: string;
}

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

  /** Whether one of the kept secrets is the one presented: constant time for each, and one comparison at least. */
  matches(presented: string, kept: readonly StoredSecret[] = []): boolean {
    const candidates = kept.length > 0 ? kept : [this.nothing];
    const matching = candidates.filter(({ hash }) => isEqual(hash, this.ring.hashLike(hash, presented)));
    return kept.length > 0 && matching.length > 0;
  }
}

const isEqual = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
