import { Semaphore, type SemaphoreLimits } from './semaphore';

/** A semaphore for each key, forgotten when nothing holds it. With one holder at a time it is a mutex for each key. */
export class KeyedSemaphore {
  private readonly byKey = new Map<string, Semaphore>();

  constructor(private readonly limits: SemaphoreLimits) {}

  /** The number of callers that wait for a key. */
  waitingFor(key: string): number {
    return this.byKey.get(key)?.waiting ?? 0;
  }

  /** Like {@link Semaphore.acquire}, for the callers with the same key. */
  async acquire(key: string, signal: AbortSignal): Promise<() => void> {
    const semaphore = this.byKey.get(key) ?? new Semaphore(this.limits);
    this.byKey.set(key, semaphore);
    try {
      const release = await semaphore.acquire(signal);
      return () => {
        release();
        this.forget(key, semaphore);
      };
    } catch (cause) {
      this.forget(key, semaphore);
      throw cause;
    }
  }

  /**
   * Runs `work` while it holds the key, and passes it whether it had to wait for the key. Throws like {@link acquire},
   * and what `work` throws.
   */
  async run<Result>(key: string, signal: AbortSignal, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    const hasWaited = this.byKey.has(key);
    const release = await this.acquire(key, signal);
    try {
      return await work(hasWaited);
    } finally {
      release();
    }
  }

  private forget(key: string, semaphore: Semaphore): void {
    if (semaphore.isIdle && this.byKey.get(key) === semaphore) this.byKey.delete(key);
  }
}
