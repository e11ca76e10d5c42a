import { CLOCK_SKEW_MS } from './grant-lifetimes';
import type { RefreshToken } from './refresh-token.entity';

/**
 * What a refresh token that this server issued, of a grant that is alive, is when it is presented. `usable`: it is the newest.
 * `repeatable`: it was used a short time ago, so its response is repeated. `reused`: somebody else may have used it, so its
 * grant ends (RFC 9700 section 4.14.2).
 */
export type RefreshState = 'usable' | 'repeatable' | 'reused' | 'expired';

/** The times of a stored refresh token that decide. */
export type StoredTimes = Pick<RefreshToken, 'expires_at' | 'used_at'>;

/**
 * Takes the row of a token and the time, in milliseconds since 1970. A row is deleted only some time after it ceased to be
 * repeatable, and that of an unused token not before its grant: a token without a row was used.
 */
export const stateOf = (stored: StoredTimes | undefined, now: number, graceMs: number): RefreshState => {
  if (!stored) return 'reused';
  const { used_at, expires_at } = stored;
  if (used_at) return now - used_at.getTime() < graceMs ? 'repeatable' : 'reused';
  return expires_at.getTime() > now ? 'usable' : 'expired';
};

/** The times in the row of a token that is used now. It is kept a little longer than its use may be repeated. */
export const timesOfUse = (now: number, graceMs: number): Pick<RefreshToken, 'kept_until'> & { used_at: Date } => ({
  used_at: new Date(now),
  kept_until: new Date(now + graceMs + CLOCK_SKEW_MS),
});
