const LONGEST_MS = 4 * 3_600_000;
const STATUSES = [429, 503];

/**
 * How long a receiver asks not to be sent messages, in milliseconds after `now`, four hours at most: the header
 * `Retry-After` of a response with status 429 or 503, in seconds or as a date (RFC 9110 section 10.2.3). Nothing if it does
 * not ask for that, or if the header is malformed.
 */
export const retryAfterMs = (status: number, header: string | undefined, now: number): number | undefined => {
  if (header === undefined || !STATUSES.includes(status)) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : dateOf(text) - now;
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined;
};

/** In milliseconds since 1970; NaN unless it is a date of HTTP. All three forms of it are in UTC, and one does not say so. */
const dateOf = (text: string): number =>
  /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`) : Number.NaN;
