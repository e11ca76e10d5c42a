import { Injectable } from '@nestjs/common';
import { RefusedOperation, UnknownResource } from '../core/errors/refused-operation';
import type { RequestContext } from '../core/request-context';
import type { SigningAlg } from '../core/jose/algorithms';
import { nextKeyDue, expiredKeys, PUBLISHED_AHEAD_AT_LEAST_MS, signingKeyAt } from './key-schedule';
import { KeyRotationOptions } from './key-rotation-options';
import type { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';
import { SigningKeysService } from './signing-keys.service';

/** The next key of one algorithm after a rotation by command. */
export interface RotatedKey {
  readonly alg: string;
  readonly kid: string;
  readonly signs_from: Date;
}

/** A published key: it signs now, signs later, or verifies tokens that it signed. */
export interface ListedKey extends SigningKey {
  readonly state: 'signs' | 'next' | 'verifies';
}

/** Rotates the signing keys: the next key is published before it signs, the last one kept until its tokens have expired. */
@Injectable()
export class KeyRotationService {
  constructor(
    private readonly options: KeyRotationOptions,
    private readonly store: SigningKeyRepository,
    private readonly keys: SigningKeysService,
  ) {}

  /** All published keys, by algorithm and number. */
  async list(): Promise<ListedKey[]> {
    const now = Date.now();
    return [...(await this.keys.byAlg()).values()].flatMap((keySet) => {
      const signing = signingKeyAt(keySet, now);
      return keySet.map((key) => ({ ...key, state: stateOf(key, signing, now) }));
    });
  }

  /** The key with this `kid`, if it may be deleted. Throws {@link RefusedOperation} for an unknown one, and the one that signs. */
  async withdrawable(kid: string): Promise<ListedKey> {
    const key = (await this.list()).find((one) => one.kid === kid);
    if (!key) throw unknownKey(kid);
    if (key.state === 'signs') throw stillSigns();
    return key;
  }

  /** Deletes a key: tokens that it signed are invalid as soon as a node has read the keys again. */
  withdraw(context: RequestContext, key: SigningKey): Promise<void> {
    return this.store.drop(context, [key]);
  }

  /** Publishes the keys that will sign soon, and deletes those whose last token has expired. */
  async rotateDue(context: RequestContext): Promise<void> {
    const now = Date.now();
    const keySets = [...(await this.keys.byAlg())];
    const due = keySets.flatMap(([alg, keySet]) => {
      const signsFrom = nextKeyDue(keySet, now, this.options.days);
      return signsFrom ? [{ alg: alg as SigningAlg, number: numberAfter(keySet), signsFrom }] : [];
    });
    for (const { alg, number, signsFrom } of due) await this.store.make(context, alg, number, signsFrom);
    const old = keySets.flatMap(([, keySet]) => expiredKeys(keySet, now));
    if (old.length > 0) await this.store.drop(context, old);
    if (due.length + old.length > 0) await this.keys.byAlg();
  }

  /**
   * Rotates the keys of every algorithm now: the next key is published, and signs as soon as no copy of the JWK Set
   * without it is in use. With `dropOld` it signs at once and all others are deleted: every issued token becomes invalid.
   */
  async rotate(context: RequestContext, { dropOld }: { readonly dropOld: boolean }): Promise<RotatedKey[]> {
    for (const [alg, keySet] of await this.keys.byAlg()) {
      const newest = keySet.at(-1);
      const number = numberAfter(keySet);
      if (dropOld) await this.store.replace(context, alg as SigningAlg, number);
      else if (newest && newest.signs_from.getTime() > Date.now())
        await this.store.bringForward(context, newest, earliestStart(newest.created_at.getTime()));
      else await this.store.make(context, alg as SigningAlg, number, earliestStart(Date.now()));
    }
    return [...(await this.keys.byAlg()).values()].flatMap((keySet) => {
      const newest = keySet.at(-1);
      return newest ? [{ alg: newest.alg, kid: newest.kid, signs_from: newest.signs_from }] : [];
    });
  }
}

/** No published key has this `kid`. */
export const unknownKey = (kid: string): UnknownResource => new UnknownResource('signing key', kid, 'kid');

/** The key cannot be deleted, because no other one could sign then. */
export const stillSigns = (): RefusedOperation =>
  new RefusedOperation(
    'conflict',
    undefined,
    'the key must not be the one that signs; rotate the keys first, or replace all of them at once',
  );

const stateOf = (key: SigningKey, signing: SigningKey | undefined, now: number): ListedKey['state'] => {
  if (key.kid === signing?.kid) return 'signs';
  return key.signs_from.getTime() > now ? 'next' : 'verifies';
};

const numberAfter = (keySet: readonly { readonly number: number }[]): number => (keySet.at(-1)?.number ?? 0) + 1;

const earliestStart = (publishedAt: number): Date =>
  new Date(Math.max(publishedAt + PUBLISHED_AHEAD_AT_LEAST_MS, Date.now()));
