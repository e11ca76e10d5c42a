import { Semaphore, SemaphoreBusy } from './semaphore';

describe('a semaphore', () => {
  const never = new AbortController().signal;

  it('is held in the order of the requests, by a limited number at once', async () => {
    const semaphore = new Semaphore({ atOnce: 2, mostWaiting: 2 });
    const order: number[] = [];
    const releases = [await semaphore.acquire(never), await semaphore.acquire(never)];
    const waiting = [3, 4].map(async (number) => {
      const release = await semaphore.acquire(never);
      order.push(number);
      return release;
    });
    releases[1]?.();
    (await waiting[0])?.();
    (await waiting[1])?.();
    releases[0]?.();
    expect(order).toEqual([3, 4]);
    expect(semaphore.isIdle).toBe(true);
  });

  it('is given up when the signal aborts, and not lost', async () => {
    const semaphore = new Semaphore({ atOnce: 1, mostWaiting: 1 });
    const release = await semaphore.acquire(never);
    const impatient = new AbortController();
    const acquired = semaphore.acquire(impatient.signal);
    impatient.abort(new Error('too long'));
    await expect(acquired).rejects.toThrow('too long');
    await expect(semaphore.acquire(impatient.signal)).rejects.toThrow('too long');
    release();
    expect(semaphore.isIdle).toBe(true);
  });

  it('has a limited number of waiters', async () => {
    const semaphore = new Semaphore({ atOnce: 1, mostWaiting: 1 });
    const release = await semaphore.acquire(never);
    const second = semaphore.acquire(never);
    await expect(semaphore.acquire(never)).rejects.toBeInstanceOf(SemaphoreBusy);
    release();
    (await second)();
    expect(semaphore.isIdle).toBe(true);
  });
});
