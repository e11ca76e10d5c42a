import { KeyedSemaphore } from './keyed-semaphore';
import { SemaphoreBusy } from './semaphore';

describe('a semaphore for each key', () => {
  const never = new AbortController().signal;
  const LIMITS = { atOnce: 1, mostWaiting: 2, waitMs: 1000 };

  /** Holds the key until `letGo` is called. */
  const holding = (semaphore: KeyedSemaphore, key: string): { letGo: () => void; done: Promise<void> } => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    return { letGo, done: semaphore.run(key, never, () => held) };
  };

  it('runs work on one key one after the other, in order, and work on others beside it', async () => {
    const semaphore = new KeyedSemaphore(LIMITS);
    const order: string[] = [];
    const note = (name: string) => (hasWaited: boolean) => Promise.resolve(void order.push(`${name} ${hasWaited}`));
    const { letGo, done } = holding(semaphore, 'a');
    const waiting = [semaphore.run('a', never, note('first')), semaphore.run('a', never, note('second'))];
    await semaphore.run('b', never, note('other'));
    letGo();
    await Promise.all([done, ...waiting]);
    await semaphore.run('a', never, note('last'));
    expect(order).toEqual(['other false', 'first true', 'second true', 'last false']);
  });

  it('goes on after work that failed', async () => {
    const semaphore = new KeyedSemaphore(LIMITS);
    const failed = semaphore.run('a', never, () => Promise.reject(new Error('failed')));
    const next = semaphore.run('a', never, () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('failed');
    await expect(next).resolves.toBe('done');
  });

  it('refuses those beyond the ones that may wait', async () => {
    const semaphore = new KeyedSemaphore(LIMITS);
    const { letGo, done } = holding(semaphore, 'a');
    const nothing = (): Promise<void> => Promise.resolve();
    const waiting = [semaphore.run('a', never, nothing), semaphore.run('a', never, nothing)];
    await expect(semaphore.run('a', never, nothing)).rejects.toBeInstanceOf(SemaphoreBusy);
    letGo();
    await Promise.all([done, ...waiting]);
  });

  it('removes callers that disconnect from the queue at once, and does not run their work', async () => {
    const semaphore = new KeyedSemaphore(LIMITS);
    const { letGo, done } = holding(semaphore, 'a');
    const leaver = new AbortController();
    const work = jest.fn(() => Promise.resolve());
    const left = [semaphore.run('a', leaver.signal, work), semaphore.run('a', leaver.signal, work)];
    expect(semaphore.waitingFor('a')).toBe(2);
    leaver.abort(new Error('left'));
    for (const one of left) await expect(one).rejects.toThrow('left');
    await expect(semaphore.run('a', leaver.signal, work)).rejects.toThrow('left');
    expect(semaphore.waitingFor('a')).toBe(0);
    const next = semaphore.run('a', never, () => Promise.resolve('done'));
    letGo();
    await done;
    await expect(next).resolves.toBe('done');
    expect(work).not.toHaveBeenCalled();
  });

  it('refuses those for whom the key was not free in time', async () => {
    jest.useFakeTimers();
    const semaphore = new KeyedSemaphore(LIMITS);
    const { letGo, done } = holding(semaphore, 'a');
    const late = semaphore.run('a', never, () => Promise.resolve());
    jest.advanceTimersByTime(LIMITS.waitMs);
    await expect(late).rejects.toBeInstanceOf(SemaphoreBusy);
    expect(semaphore.waitingFor('a')).toBe(0);
    letGo();
    await done;
    jest.useRealTimers();
  });

  it('is forgotten when nothing holds it', async () => {
    const semaphores = new KeyedSemaphore({ atOnce: 1, mostWaiting: 1 });
    const impatient = new AbortController();
    const releases = await Promise.all([semaphores.acquire('a', never), semaphores.acquire('b', never)]);
    const second = semaphores.acquire('a', impatient.signal);
    impatient.abort(new Error('too long'));
    await expect(second).rejects.toThrow('too long');
    for (const release of releases) release();
    expect(semaphores).toMatchObject({ byKey: new Map() });
  });
});
