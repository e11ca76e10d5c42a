import { secondsOf } from './duration';

describe('a duration on the command line', () => {
  it.each([
    ['90s', 90],
    ['30m', 1800],
    ['12h', 43_200],
    ['7d', 604_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(secondsOf('--expires', text)).toBe(seconds);
  });

  it.each(['', '7', 'd', '0d', '-1d', '1.5h', '7 d', '7w', '9999999d', '7d\n'])('%j is refused', (text) => {
    expect(() => secondsOf('--expires', text)).toThrow(/^--expires must be a number and a unit/);
  });
});
