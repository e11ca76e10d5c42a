/** How a {@link KeyedMutex} is bounded. */
export interface MutexLimits {
  /** So many may wait for one key. */
  readonly mostWaiting: number;
  /** So long may each of them wait. */
  readonly waitMs: number;
}

/** There was no way to the key: too many wait for it, or it was not free in time. */
export class KeyBusy extends Error {
  override readonly name = 'KeyBusy';
}

/** Lets work on one key run one after the other on this node; work on different keys runs side by side. */
export class KeyedMutex {
  /** The keys that are taken, each with those who wait for it, in the order in which they came. */
  private readonly taken = new Map<string, Set<() => void>>();

  constructor(private readonly limits: MutexLimits) {}

  /** How many wait for this key now. */
  waitingFor(key: string): number {
    return this.taken.get(key)?.size ?? 0;
  }

  /**
   * Runs `work` once the key is free, and tells it whether it had to wait. Throws {@link KeyBusy}, and the reason of
   * the signal when that aborts before: who gives up leaves the queue at once.
   */
  async run<Result>(key: string, signal: AbortSignal, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const waiting = this.taken.get(key);
    if (waiting) await this.wait(waiting, signal);
    else this.taken.set(key, new Set());
    try {
      return await work(waiting !== undefined);
    } finally {
      this.release(key);
    }
  }

  private wait(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
    const { mostWaiting, waitMs } = this.limits;
    if (waiting.size >= mostWaiting) return Promise.reject(new KeyBusy());
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void): void => {
        waiting.delete(enter);
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        outcome();
      };
      const enter = (): void => {
        settle(resolve);
      };
      const leave = (): void => {
        settle(() => {
          reject(signal.reason as Error);
        });
      };
      const timer = setTimeout(() => {
        settle(() => {
          reject(new KeyBusy());
        });
      }, waitMs);
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(enter);
    });
  }

  /** The key goes to the one that waits longest. */
  private release(key: string): void {
    const [next] = this.taken.get(key) ?? [];
    if (next) next();
    else this.taken.delete(key);
  }
}
