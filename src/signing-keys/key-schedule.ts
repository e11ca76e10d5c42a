import { MAX_TOKEN_LIFETIME } from '../core/lifetimes/lifetimes';
import { DOCUMENT_MAX_AGE_SECONDS } from '../platform/http/caching';

/** A node knows after this time at the latest what other nodes changed. */
export const REFRESH_MS = 10_000;

const DAY_MS = 86_400_000;
/** A key of the automatic rotation is published for this long before it signs. */
const PUBLISHED_AHEAD_MS = DAY_MS;
/** A key of a rotation by command is published for twice as long as a client may keep a copy of the JWK Set. */
export const PUBLISHED_AHEAD_AT_LEAST_MS = 2 * DOCUMENT_MAX_AGE_SECONDS * 1000;
/** A key is kept after its successor signs for the longest lifetime of a token, and ten minutes for clocks that differ. */
const KEPT_MS = MAX_TOKEN_LIFETIME * 1000 + 600_000;

/** The dates of a key. The keys of one algorithm, in the order of their numbers, are its signing key set. */
export interface ScheduledKey {
  readonly created_at: Date;
  readonly signs_from: Date;
}

/** The key that signs at a time: the newest whose start has passed. */
export const signingKeyAt = <Key extends ScheduledKey>(keySet: readonly Key[], now: number): Key | undefined =>
  keySet.findLast(({ signs_from }) => signs_from.getTime() <= now) ?? keySet[0];

/** When the key after the newest starts to sign, or `undefined` while it is too early to publish it. */
export const nextKeyDue = (keySet: readonly ScheduledKey[], now: number, rotationDays: number): Date | undefined => {
  const newest = keySet.at(-1);
  if (!newest || rotationDays === 0) return undefined;
  const planned = newest.signs_from.getTime() + rotationDays * DAY_MS;
  return now >= planned - PUBLISHED_AHEAD_MS ? new Date(Math.max(planned, now + PUBLISHED_AHEAD_MS)) : undefined;
};

/** The keys that verify no token any more, because the last one has expired. */
export const expiredKeys = <Key extends ScheduledKey>(keySet: readonly Key[], now: number): Key[] =>
  keySet.filter((_key, index) => {
    const successor = keySet[index + 1];
    return successor !== undefined && successor.signs_from.getTime() + KEPT_MS <= now;
  });
