import { RecentCounts } from './recent-counts';

describe('counts of the last minute', () => {
  it('reach a limit, say how long, and start anew after a minute', () => {
    const counts = new RecentCounts();
    for (const at of [0, 10_000, 20_000]) counts.add('a', at);
    expect(counts.secondsAbove(3, ['a', 'b'], 30_000)).toBe(30);
    expect(counts.secondsAbove(4, ['a', 'b'], 30_000)).toBe(0);
    expect(counts.secondsAbove(3, ['a'], 60_000)).toBe(0);
    counts.add('a', 60_000);
    expect(counts.secondsAbove(1, ['a'], 60_000)).toBe(60);
    expect(counts.secondsAbove(2, ['a'], 60_000)).toBe(0);
  });

  it('keep the newest keys when there are too many', () => {
    const counts = new RecentCounts(2);
    for (const key of ['a', 'b', 'c']) counts.add(key, 0);
    expect(['a', 'b', 'c'].map((key) => counts.secondsAbove(1, [key], 0))).toEqual([0, 60, 60]);
  });
});
