import { Logger } from '@nestjs/common';
import type { Addition, Count, CountStore } from './counts';
import { MemoryCounts } from './memory-counts';
import { RateLimit } from './rate-limit';
import { SharedCounts } from './shared-counts';

/** A store in memory that can fail, or not answer. */
class UnreliableStore implements CountStore {
  state: 'answers' | 'fails' | 'hangs' = 'answers';
  asked = 0;
  private readonly counts = new MemoryCounts();

  add(addition: Addition): Promise<Count> {
    this.asked += 1;
    if (this.state === 'hangs') return new Promise(() => undefined);
    return this.state === 'fails' ? Promise.reject(new Error('away')) : this.counts.add(addition);
  }
}

describe('counts in a shared store', () => {
  let store: UnreliableStore;
  let log: string[];

  const node = (most: number): RateLimit =>
    new RateLimit(new SharedCounts('the store', store), { name: 'test', most, seconds: 60 });
  const permitted = async (limit: RateLimit, times: number): Promise<number> => {
    let count = 0;
    for (let time = 0; time < times; time += 1) if ((await limit.take('a')) === 0) count += 1;
    return count;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    store = new UnreliableStore();
    log = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((...[, line]: unknown[]) => void log.push(String(line)));
    jest.spyOn(Logger.prototype, 'log').mockImplementation((line: string) => void log.push(line));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('permit to all nodes together what the limit permits, also when they ask at once', async () => {
    const [one, other] = [node(5), node(5)];
    const waits = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).take('a')),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  });

  it('refuse a key that is full without asking again for a second', async () => {
    const limit = node(1);
    expect(await permitted(limit, 2)).toBe(1);
    const { asked } = store;
    expect(await permitted(limit, 50)).toBe(0);
    expect(store.asked).toBe(asked);
    jest.advanceTimersByTime(1_001);
    expect(await permitted(limit, 1)).toBe(0);
    expect(store.asked).toBeGreaterThan(asked);
  });

  it('ask again after a second, so that uses which another node gave back count', async () => {
    const [one, other] = [node(1), node(1)];
    expect([await permitted(one, 1), await permitted(other, 1)]).toEqual([1, 0]);
    await one.undo('a');
    expect(await permitted(other, 1)).toBe(0);
    jest.advanceTimersByTime(1_001);
    expect(await permitted(other, 1)).toBe(1);
  });

  it('return how long a full key has to wait, as far as this node knows', async () => {
    const [one, other] = [node(1), node(1)];
    await one.take('a');
    jest.advanceTimersByTime(20_000);
    expect([one.secondsUntilFree('a'), other.secondsUntilFree('a')]).toEqual([40, 0]);
    expect(await other.take('a')).toBe(40);
    expect(other.secondsUntilFree('a')).toBe(40);
    jest.advanceTimersByTime(40_000);
    expect([one.secondsUntilFree('a'), await other.take('a')]).toEqual([0, 0]);
  });

  it('are those of this process while the store fails; the log says so once, and once when it is back', async () => {
    const limit = node(3);
    store.state = 'fails';
    expect(await permitted(limit, 10)).toBe(3);
    expect(store.asked).toBe(1);
    expect(log).toEqual(['the store is not available: this process counts for itself until it is']);
    jest.advanceTimersByTime(5_001);
    expect(await limit.take('b')).toBe(0);
    expect(store.asked).toBe(2);
    store.state = 'answers';
    jest.advanceTimersByTime(5_001);
    expect(await permitted(limit, 10)).toBe(3);
    expect(log.slice(1)).toEqual(['the store is available again and counts for all processes']);
    expect(await permitted(node(3), 1)).toBe(0);
  });

  it('do not wait longer than a second for a store that does not answer, and only one request tries it again', async () => {
    const limit = node(2);
    store.state = 'hangs';
    const first = limit.take('a');
    await jest.advanceTimersByTimeAsync(1_001);
    expect(await first).toBe(0);
    jest.advanceTimersByTime(5_001);
    const trying = limit.take('b');
    expect(await permitted(limit, 2)).toBe(1);
    expect(store.asked).toBe(2);
    await jest.advanceTimersByTimeAsync(1_001);
    expect(await trying).toBe(0);
    expect(log).toHaveLength(1);
  });
});
