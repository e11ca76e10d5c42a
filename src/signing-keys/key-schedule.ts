import { MAX_TOKEN_LIFETIME } from '../platform/config/resources';
import { DOCUMENT_MAX_AGE_SECONDS } from '../platform/http/caching';

/** After this time at most a node knows what the others did to the keys. */
export const REFRESH_MS = 10_000;

const DAY_MS = 86_400_000;
/** A key of the automatic rotation is published for this long before it signs. */
const PUBLISHED_AHEAD_MS = DAY_MS;
/** A key of a rotation by command: every kept copy of the JWK Set is out of date by then, twice over. */
export const PUBLISHED_AHEAD_AT_LEAST_MS = 2 * DOCUMENT_MAX_AGE_SECONDS * 1000;
/** A key is kept after its successor signs: as long as the longest token lives, and ten minutes for clocks that differ. */
const KEPT_MS = MAX_TOKEN_LIFETIME * 1000 + 600_000;

/** What the schedule needs to know of a key; the keys of one algorithm, in the order of their numbers, are a ring. */
export interface ScheduledKey {
  readonly created_at: Date;
  readonly signs_from: Date;
}

/** The key that signs at a moment: the newest whose time has come. */
export const signingKeyAt = <Key extends ScheduledKey>(ring: readonly Key[], now: number): Key | undefined =>
  ring.findLast(({ signs_from }) => signs_from.getTime() <= now) ?? ring[0];

/** When the key after the newest is to sign, if it is time to publish it: nothing otherwise. */
export const nextKeyDue = (ring: readonly ScheduledKey[], now: number, rotationDays: number): Date | undefined => {
  const newest = ring.at(-1);
  if (!newest || rotationDays === 0) return undefined;
  const planned = newest.signs_from.getTime() + rotationDays * DAY_MS;
  return now >= planned - PUBLISHED_AHEAD_MS ? new Date(Math.max(planned, now + PUBLISHED_AHEAD_MS)) : undefined;
};

/** The keys whose last token has expired. */
export const outlived = <Key extends ScheduledKey>(ring: readonly Key[], now: number): Key[] =>
  ring.filter((_key, index) => {
    const successor = ring[index + 1];
    return successor !== undefined && successor.signs_from.getTime() + KEPT_MS <= now;
  });
