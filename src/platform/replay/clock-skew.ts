/**
 * How far apart the clocks of two nodes may be, in seconds. Every identifier is remembered for this much longer than
 * it matters: a node whose clock is ahead must not forget what a node whose clock is behind still accepts.
 */
const CLOCK_SKEW_SECONDS = 300;
/** 9999-12-31T23:59:59Z, the last second that both databases and every reader of dates understand. */
const LATEST_SECONDS = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * When an identifier may be forgotten that matters until `seconds` since 1970, which may be any number a JWT can carry:
 * what lies behind the year 9999 becomes its end.
 */
export const forgottenAt = (seconds: number): Date =>
  new Date(Math.min(seconds + CLOCK_SKEW_SECONDS, LATEST_SECONDS) * 1000);
