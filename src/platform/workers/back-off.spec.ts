import { BackOff } from './back-off';

describe('the wait before a crashed worker is replaced', () => {
  it('is none at first, then doubles up to half a minute', () => {
    const backOff = new BackOff();
    const waits = Array.from({ length: 8 }, () => backOff.next(10));
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('is none again once a worker has lived for a minute', () => {
    const backOff = new BackOff();
    for (let crash = 0; crash < 5; crash += 1) backOff.next(10);
    expect(backOff.next(60_000)).toBe(0);
    expect(backOff.next(10)).toBe(1_000);
  });
});
