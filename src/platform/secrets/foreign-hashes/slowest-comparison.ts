import { setTimeout as delay } from 'node:timers/promises';

const REMEMBERED_MS = 3_600_000;
const MOST_MS = 2000;

/** How long the slowest comparison of the last hour took; 0 if there was none. */
export class SlowestComparison {
  private ms = 0;
  private notedAt = 0;

  /** Takes the milliseconds of a comparison. */
  note(ms: number): void {
    this.ms = Math.min(MOST_MS, Math.max(this.current, ms));
    this.notedAt = Date.now();
  }

  /** Waits until `startedAt` (of `performance.now()`) is as long ago as the slowest comparison took. */
  async wait(startedAt: number): Promise<void> {
    const left = startedAt + this.current - performance.now();
    if (left > 0) await delay(left);
  }

  private get current(): number {
    return Date.now() - this.notedAt < REMEMBERED_MS ? this.ms : 0;
  }
}
