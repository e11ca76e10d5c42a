import { freshSeconds } from './freshness';

describe('how long a document is fresh', () => {
  it.each([
    [undefined, 3600],
    ['max-age=600', 600],
    ['public, MAX-AGE="600"', 600],
    ['max-age=600, s-maxage=1200', 1200],
    ['max-age=0', 60],
    ['no-store', 60],
    ['no-cache, max-age=600', 60],
    ['max-age=999999999999', 86_400],
    ['max-age=-1', 3600],
    ['max-age=abc', 3600],
  ])('%s: %i seconds', (header, seconds) => {
    expect(freshSeconds(header === undefined ? {} : { 'cache-control': header })).toBe(seconds);
  });
});
