import { expiryOf } from './clock-skew';

describe('expiryOf', () => {
  it('adds the difference of clocks', () => {
    expect(expiryOf(1_000_000)).toEqual(new Date(1_000_300_000));
  });

  it.each([1e12, 1e15, Number.MAX_VALUE, Infinity])('of %d is the end of the year 9999', (seconds) => {
    expect(expiryOf(seconds).toISOString()).toBe('9999-12-31T23:59:59.000Z');
  });
});
