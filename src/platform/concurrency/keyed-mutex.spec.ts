import { KeyBusy, KeyedMutex } from './keyed-mutex';

describe('a keyed mutex', () => {
  const never = new AbortController().signal;
  const LIMITS = { mostWaiting: 2, waitMs: 1000 };

  /** Takes the key until it is let go. */
  const holding = (mutex: KeyedMutex, key: string): { letGo: () => void; done: Promise<void> } => {
    let letGo: () => void = () => undefined;
    const done = mutex.run(key, never, () => new Promise<void>((resolve) => (letGo = resolve)));
    return { letGo, done };
  };

  it('runs work on one key one after the other, in order, and work on others beside it', async () => {
    const mutex = new KeyedMutex(LIMITS);
    const order: string[] = [];
    const note = (name: string) => (hasWaited: boolean) => Promise.resolve(void order.push(`${name} ${hasWaited}`));
    const { letGo, done } = holding(mutex, 'a');
    const waiting = [mutex.run('a', never, note('first')), mutex.run('a', never, note('second'))];
    await mutex.run('b', never, note('other'));
    letGo();
    await Promise.all([done, ...waiting]);
    await mutex.run('a', never, note('last'));
    expect(order).toEqual(['other false', 'first true', 'second true', 'last false']);
  });

  it('goes on after work that failed', async () => {
    const mutex = new KeyedMutex(LIMITS);
    const failed = mutex.run('a', never, () => Promise.reject(new Error('failed')));
    const next = mutex.run('a', never, () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('failed');
    await expect(next).resolves.toBe('done');
  });

  it('refuses those beyond the ones that may wait', async () => {
    const mutex = new KeyedMutex(LIMITS);
    const { letGo, done } = holding(mutex, 'a');
    const nothing = (): Promise<void> => Promise.resolve();
    const waiting = [mutex.run('a', never, nothing), mutex.run('a', never, nothing)];
    await expect(mutex.run('a', never, nothing)).rejects.toBeInstanceOf(KeyBusy);
    letGo();
    await Promise.all([done, ...waiting]);
  });

  it('lets those who leave out of the queue at once: their places are free, and their work is never done', async () => {
    const mutex = new KeyedMutex(LIMITS);
    const { letGo, done } = holding(mutex, 'a');
    const leaver = new AbortController();
    const work = jest.fn(() => Promise.resolve());
    const left = [mutex.run('a', leaver.signal, work), mutex.run('a', leaver.signal, work)];
    expect(mutex.waitingFor('a')).toBe(2);
    leaver.abort(new Error('left'));
    for (const one of left) await expect(one).rejects.toThrow('left');
    await expect(mutex.run('a', leaver.signal, work)).rejects.toThrow('left');
    expect(mutex.waitingFor('a')).toBe(0);
    const next = mutex.run('a', never, () => Promise.resolve('done'));
    letGo();
    await done;
    await expect(next).resolves.toBe('done');
    expect(work).not.toHaveBeenCalled();
  });

  it('refuses those for whom the key was not free in time', async () => {
    jest.useFakeTimers();
    const mutex = new KeyedMutex(LIMITS);
    const { letGo, done } = holding(mutex, 'a');
    const late = mutex.run('a', never, () => Promise.resolve());
    jest.advanceTimersByTime(LIMITS.waitMs);
    await expect(late).rejects.toBeInstanceOf(KeyBusy);
    expect(mutex.waitingFor('a')).toBe(0);
    letGo();
    await done;
    jest.useRealTimers();
  });
});
