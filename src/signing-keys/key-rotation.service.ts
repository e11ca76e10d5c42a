import { Injectable } from '@nestjs/common';
import type { SigningAlg } from '../core/jose/algorithms';
import { nextKeyDue, outlived, PUBLISHED_AHEAD_AT_LEAST_MS } from './key-schedule';
import { KeyRotationOptions } from './key-rotation-options';
import { SigningKeyRepository } from './signing-key.repository';
import { SigningKeysService } from './signing-keys.service';

/** What became of one ring when its rotation was commanded. */
export interface RotatedRing {
  readonly alg: string;
  readonly kid: string;
  readonly signs_from: Date;
}

/** Every node looks after the keys: the next is published before it signs, the old kept until its last token has expired. */
@Injectable()
export class KeyRotationService {
  constructor(
    private readonly options: KeyRotationOptions,
    private readonly store: SigningKeyRepository,
    private readonly keys: SigningKeysService,
  ) {}

  /** Publishes the keys whose time comes near, drops those whose last token has expired. */
  async tend(): Promise<void> {
    const now = Date.now();
    const rings = [...(await this.keys.rings())];
    const due = rings.flatMap(([alg, ring]) => {
      const signsFrom = nextKeyDue(ring, now, this.options.days);
      return signsFrom ? [{ alg: alg as SigningAlg, number: numberAfter(ring), signsFrom }] : [];
    });
    for (const { alg, number, signsFrom } of due) await this.store.make(alg, number, signsFrom);
    const old = rings.flatMap(([, ring]) => outlived(ring, now).map(({ kid }) => kid));
    if (old.length > 0) await this.store.drop(old);
    if (due.length + old.length > 0) await this.keys.rings();
  }

  /**
   * Rotates every ring now: the next key is published and signs as soon as everybody can know it. With `dropOld` it
   * signs at once and all others are dropped: every token that was issued becomes invalid.
   */
  async rotate({ dropOld }: { readonly dropOld: boolean }): Promise<RotatedRing[]> {
    for (const [alg, ring] of await this.keys.rings()) {
      const newest = ring.at(-1);
      const number = numberAfter(ring);
      if (dropOld) await this.store.replace(alg as SigningAlg, number);
      else if (newest && newest.signs_from.getTime() > Date.now())
        await this.store.bringForward(newest.kid, soonest(newest.created_at.getTime()));
      else await this.store.make(alg as SigningAlg, number, soonest(Date.now()));
    }
    return [...(await this.keys.rings()).values()].flatMap((ring) => {
      const newest = ring.at(-1);
      return newest ? [{ alg: newest.alg, kid: newest.kid, signs_from: newest.signs_from }] : [];
    });
  }
}

const numberAfter = (ring: readonly { readonly number: number }[]): number => (ring.at(-1)?.number ?? 0) + 1;

const soonest = (publishedAt: number): Date =>
  new Date(Math.max(publishedAt + PUBLISHED_AHEAD_AT_LEAST_MS, Date.now()));
