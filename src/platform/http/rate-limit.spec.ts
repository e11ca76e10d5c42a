import { RateLimit } from './rate-limit';

describe('a rate limit', () => {
  const admitted = async (limit: RateLimit, key: string): Promise<boolean> => (await limit.take(key)) === 0;

  it('permits the given number for each key, and returns how long the next has to wait', async () => {
    const limit = new RateLimit(2, 60);
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
    const limit = new RateLimit(1, 60);
    for (let time = 0; time < 3; time += 1) expect(await limit.secondsUntilFree('a')).toBe(0);
    expect(await limit.take('a')).toBe(0);
    expect(await limit.secondsUntilFree('a')).toBeGreaterThan(0);
    expect(await limit.secondsUntilFree('b')).toBe(0);
  });

  it('counts ten that were given back as one', async () => {
    const limit = new RateLimit(2, 60);
    for (let time = 0; time < 10; time += 1) {
      expect(await limit.take('a')).toBe(0);
      await limit.giveBack('a');
    }
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
  });

  it('gives nothing back to a key whose window has passed', async () => {
    jest.useFakeTimers();
    const limit = new RateLimit(1, 60);
    await limit.take('a');
    jest.advanceTimersByTime(60_001);
    await limit.giveBack('a');
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
    jest.useRealTimers();
  });

  it('starts again after its window has passed', async () => {
    jest.useFakeTimers();
    const limit = new RateLimit(1, 60);
    expect([await admitted(limit, 'a'), await admitted(limit, 'a')]).toEqual([true, false]);
    jest.advanceTimersByTime(60_001);
    expect([await limit.secondsUntilFree('a'), await limit.take('a')]).toEqual([0, 0]);
    jest.useRealTimers();
  });

  it('forgets the key that came first when there are too many', async () => {
    const limit = new RateLimit(1, 60, 2);
    for (const key of ['a', 'b', 'c']) await limit.take(key);
    expect(await Promise.all(['c', 'b', 'a'].map((key) => admitted(limit, key)))).toEqual([false, false, true]);
  });

  it('of 0 is none', async () => {
    const limit = new RateLimit(0, 60);
    for (let time = 0; time < 3; time += 1) expect(await limit.take('a')).toBe(0);
    expect(await limit.secondsUntilFree('a')).toBe(0);
  });
});
