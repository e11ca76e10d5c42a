/** How many may hold a semaphore at once, and how many may wait for it. */
export interface SemaphoreLimits {
  readonly atOnce: number;
  readonly mostWaiting: number;
}

/** A counting semaphore whose waiters give up with their signal, and of whom there are so many at most. */
export class Semaphore {
  private held = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limits: SemaphoreLimits) {}

  get isIdle(): boolean {
    return this.held === 0 && this.waiting.size === 0;
  }

  /** Resolves with the function that releases it. Rejects when the signal aborts before, or too many wait already. */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.held < this.limits.atOnce) this.held += 1;
    else await this.wait(signal);
    return () => {
      this.release();
    };
  }

  private wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.size >= this.limits.mostWaiting) throw new Error('too many wait already');
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.waiting.delete(proceed);
        reject(signal.reason as Error);
      };
      const proceed = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      this.waiting.add(proceed);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The first of those who wait holds it next. */
  private release(): void {
    const [next] = this.waiting;
    if (next === undefined) return void (this.held -= 1);
    this.waiting.delete(next);
    next();
  }
}

/** A semaphore for each key, forgotten when nobody needs it. */
export class KeyedSemaphore {
  private readonly byKey = new Map<string, Semaphore>();

  constructor(private readonly limits: SemaphoreLimits) {}

  /** As {@link Semaphore.acquire}, among those who ask for the same key. */
  async acquire(key: string, signal: AbortSignal): Promise<() => void> {
    const semaphore = this.byKey.get(key) ?? new Semaphore(this.limits);
    this.byKey.set(key, semaphore);
    const forget = (): void => {
      if (semaphore.isIdle && this.byKey.get(key) === semaphore) this.byKey.delete(key);
    };
    try {
      const release = await semaphore.acquire(signal);
      return () => {
        release();
        forget();
      };
    } catch (cause) {
      forget();
      throw cause;
    }
  }
}
