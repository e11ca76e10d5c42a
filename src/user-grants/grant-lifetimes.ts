import { MAX_TOKEN_LIFETIME, shortest } from '../core/lifetimes/lifetimes';

/** How long refresh tokens and their grant are valid, in seconds. */
export interface GrantLifetimes {
  /** Without use. */
  readonly idleSeconds: number;
  /** Since the authorization, even if they are used. */
  readonly absoluteSeconds: number;
}

/** By how much the clocks of nodes may differ, in milliseconds: rows are kept that much longer than they are needed. */
export const CLOCK_SKEW_MS = 60_000;

/** Lifetimes within the limit of the policies of a client, if there is one. */
export const lifetimesWithin = (
  { idleSeconds, absoluteSeconds }: GrantLifetimes,
  limit: number | undefined,
): GrantLifetimes => ({
  idleSeconds: shortest(idleSeconds, limit),
  absoluteSeconds: shortest(absoluteSeconds, limit),
});

/** The end of a grant, however much its tokens are used; in milliseconds since 1970. */
export const endOfGrant = (created_at: Date, { absoluteSeconds }: GrantLifetimes): number =>
  created_at.getTime() + absoluteSeconds * 1000;

/** When a refresh token expires that is issued now and not used. */
export const refreshExpiry = (created_at: Date, lifetimes: GrantLifetimes, now: number): number =>
  Math.min(now + lifetimes.idleSeconds * 1000, endOfGrant(created_at, lifetimes));

/** Until when the row of an unused refresh token is kept: at least as long as that of its grant. */
export const keptUntil = (expires_at: number, now: number): Date =>
  new Date(Math.max(expires_at, now + MAX_TOKEN_LIFETIME * 1000) + CLOCK_SKEW_MS);

/** When a grant expires: with the last of its tokens. Takes the expiry of the refresh token, if there is one. */
export const grantExpiry = (refreshExpiry: number | undefined, now: number, accessTokenSeconds: number): number =>
  Math.max(refreshExpiry ?? 0, now + accessTokenSeconds * 1000);
