const TICK_MS = 50;

/**
 * The current delay of the event loop. A request that is read late has waited for that time. The value is 0 as soon as
 * the loop has caught up, unlike a mean.
 */
export class EventLoopDelay {
  private tickedAt = performance.now();
  private ticking: NodeJS.Timeout | undefined;

  start(): void {
    this.tickedAt = performance.now();
    // eslint-disable-next-line no-restricted-globals -- a measurement: a tick does no work that could fail or overlap
    this.ticking = setInterval(() => (this.tickedAt = performance.now()), TICK_MS).unref();
  }

  /** Milliseconds since the tick that is overdue. */
  get milliseconds(): number {
    return Math.max(0, performance.now() - this.tickedAt - TICK_MS);
  }

  stop(): void {
    clearInterval(this.ticking);
  }
}
