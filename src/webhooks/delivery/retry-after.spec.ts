import { retryAfterMs } from './retry-after';

const NOW = Date.parse('1994-11-06T08:49:00Z');
const HOUR_MS = 3_600_000;

describe('the Retry-After of a receiver', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['the date of RFC 9110', 'Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['the date of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['the date of asctime', 'Sun Nov  6 08:49:37 1994', 37_000],
    ['more than four hours', '999999999999999999999', 4 * HOUR_MS],
    ['a date in years', 'Sun, 06 Nov 2094 08:49:37 GMT', 4 * HOUR_MS],
  ])('in the form of %s is a time to wait, four hours at most', (_form, header, expected) => {
    expect([429, 503].map((status) => retryAfterMs(status, header, NOW))).toEqual([expected, expected]);
  });

  it.each(['', '0', '-5', '1.5', '1e9', 'soon', 'Sunday', 'Sun, 06 Nov 1994 08:48:00 GMT', '1994-11-06T09:00:00Z'])(
    'that is %j changes nothing',
    (header) => {
      expect(retryAfterMs(503, header, NOW)).toBeUndefined();
    },
  );

  it('counts with the statuses 429 and 503 only', () => {
    expect([200, 301, 410, 500, 502].map((status) => retryAfterMs(status, '120', NOW))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(retryAfterMs(503, undefined, NOW)).toBeUndefined();
  });
});
