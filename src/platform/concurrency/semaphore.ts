/** The limits of a semaphore. */
export interface SemaphoreLimits {
  /** The holders at one time. */
  readonly atOnce: number;
  /** The waiting callers. */
  readonly mostWaiting: number;
  /** How long each of them waits; without it, until its signal aborts. */
  readonly waitMs?: number;
}

/** The semaphore could not be acquired: too many callers wait for it, or it was not free in time. */
export class SemaphoreBusy extends Error {
  override readonly name = 'SemaphoreBusy';
}

/** A counting semaphore with a limited queue, in the order of arrival. A caller leaves the queue with its signal. */
export class Semaphore {
  private held = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly limits: SemaphoreLimits) {}

  get isIdle(): boolean {
    return this.held === 0;
  }

  /** The number of waiting callers. */
  get waiting(): number {
    return this.queue.size;
  }

  /**
   * Resolves with the function that releases it. Rejects with {@link SemaphoreBusy}, or with the reason of the signal
   * if that aborts before.
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.held < this.limits.atOnce) this.held += 1;
    else await this.wait(signal);
    return () => {
      this.release();
    };
  }

  private wait(signal: AbortSignal): Promise<void> {
    const { mostWaiting, waitMs } = this.limits;
    if (this.queue.size >= mostWaiting) throw new SemaphoreBusy('too many callers wait already');
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.queue.delete(proceed);
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const proceed = (): void => {
        leave();
        resolve();
      };
      const abort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      const giveUp = (): void => {
        leave();
        reject(new SemaphoreBusy('it was not free in time'));
      };
      const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', abort, { once: true });
      this.queue.add(proceed);
    });
  }

  /** Passes it to the caller that has waited longest. */
  private release(): void {
    const [next] = this.queue;
    if (next) next();
    else this.held -= 1;
  }
}
