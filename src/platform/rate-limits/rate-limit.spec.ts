import { MemoryCounts } from './memory-counts';
import { RateLimit } from './rate-limit';

const limitOf = (most: number, counts = new MemoryCounts()): RateLimit =>
  new RateLimit(counts, { name: 'test', most, seconds: 60 });

describe('a rate limit', () => {
  const admitted = async (limit: RateLimit, key: string): Promise<boolean> => (await limit.take(key)) === 0;

  it('permits the given number for each key, and returns how long the next has to wait', async () => {
    const limit = limitOf(2);
    expect([await admitted(limit, 'a'), await admitted(limit, 'a'), await admitted(limit, 'b')]).toEqual([
      true,
      true,
      true,
    ]);
    const seconds = await limit.take('a');
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('returns whether a key may be used now, without counting it', async () => {
    const limit = limitOf(1);
    for (let time = 0; time < 3; time += 1) expect(limit.secondsUntilFree('a')).toBe(0);
    expect(await limit.take('a')).toBe(0);
    expect(limit.secondsUntilFree('a')).toBeGreaterThan(0);
    expect(limit.secondsUntilFree('b')).toBe(0);
  });

  it('counts ten that were given back as one', async () => {
    const limit = limitOf(2);
    for (let time = 0; time < 10; time += 1) {
      expect(await limit.take('a')).toBe(0);
      await limit.giveBack('a');
    }
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
  });

  it('does not count uses that it refuses, nor those that are undone', async () => {
    const limit = limitOf(2);
    for (let time = 0; time < 2; time += 1) expect(await limit.take('a')).toBe(0);
    for (let time = 0; time < 5; time += 1) expect(await admitted(limit, 'a')).toBe(false);
    await limit.undo('a');
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
  });

  it('of concurrent uses permits as many as of others', async () => {
    const limit = limitOf(3);
    const permitted = await Promise.all(Array.from({ length: 20 }, () => admitted(limit, 'a')));
    expect(permitted.filter(Boolean)).toHaveLength(3);
  });

  it('counts a key under each name of a limit', async () => {
    const counts = new MemoryCounts();
    const [one, other] = ['one', 'other'].map((name) => new RateLimit(counts, { name, most: 1, seconds: 60 }));
    expect([await one?.take('a'), await other?.take('a')]).toEqual([0, 0]);
  });

  it('gives nothing back to a key whose window has passed', async () => {
    jest.useFakeTimers();
    const limit = limitOf(1);
    await limit.take('a');
    jest.advanceTimersByTime(60_001);
    await limit.giveBack('a');
    await limit.undo('a');
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
    jest.useRealTimers();
  });

  it('starts again after its window has passed', async () => {
    jest.useFakeTimers();
    const limit = limitOf(1);
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
    jest.advanceTimersByTime(60_001);
    expect([limit.secondsUntilFree('a'), await limit.take('a')]).toEqual([0, 0]);
    jest.useRealTimers();
  });

  it('forgets the key that came first when there are too many', async () => {
    const limit = limitOf(1, new MemoryCounts(2));
    for (const key of ['a', 'b', 'c']) await limit.take(key);
    expect(await Promise.all(['c', 'b', 'a'].map((key) => admitted(limit, key)))).toEqual([false, false, true]);
  });

  it('of 0 is none', async () => {
    const limit = limitOf(0);
    for (let time = 0; time < 3; time += 1) expect(await limit.take('a')).toBe(0);
    expect(limit.secondsUntilFree('a')).toBe(0);
  });
});
