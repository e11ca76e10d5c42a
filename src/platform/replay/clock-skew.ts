/**
 * The largest difference between the clocks of two nodes, in seconds. Every identifier is stored for this much longer
 * than it is valid, so that a node whose clock is ahead does not delete one that a node whose clock is behind still
 * accepts.
 */
const CLOCK_SKEW_SECONDS = 300;
/** 9999-12-31T23:59:59Z, the last second that both databases and every reader of dates understand. */
const LATEST_SECONDS = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * The date at which an identifier may be deleted that is valid until `seconds` since 1970. That may be any number of a
 * JWT; the date is in the year 9999 at the latest.
 */
export const expiryOf = (seconds: number): Date =>
  new Date(Math.min(seconds + CLOCK_SKEW_SECONDS, LATEST_SECONDS) * 1000);
