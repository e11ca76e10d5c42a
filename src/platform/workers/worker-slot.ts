import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from 'node:cluster';
import type { Logger } from 'pino';
import { StartFailure } from '../config/start-failure';
import { BackOff } from './back-off';
import type { PrimaryMessage } from './messages';
import { type Variables, WorkerProcess } from './worker-process';

/** The place of one worker; `WORKERS` is the number of slots. When a worker is replaced, its successor takes the slot. */
export class WorkerSlot {
  private readonly backOff = new BackOff();
  private readonly workers = new Set<WorkerProcess>();
  private current: WorkerProcess | undefined;
  private isClosed = false;

  constructor(
    private readonly logger: Logger,
    private readonly timeoutSeconds: () => number,
    private readonly variables: () => Variables,
  ) {}

  /**
   * Starts a new worker, and retires the previous one once the new one listens. Gives the address on which it listens.
   * Throws `StartFailure` if it does not start; the previous worker then continues.
   */
  async renew(): Promise<Address> {
    if (this.isClosed) throw new StartFailure('the server stops');
    const next = new WorkerProcess(this.variables());
    this.workers.add(next);
    void next.ended.then(() => this.workers.delete(next));
    const address = await next.listening;
    const previous = this.current;
    this.current = next;
    void next.ended.then((ending) => this.replace(next, ending));
    if (previous) await this.end(previous, 'retire');
    return address;
  }

  /** Ends the worker of this slot, one that retires, and one that starts. Gives whether all of them exited 0. */
  async close(message: PrimaryMessage): Promise<boolean> {
    this.isClosed = true;
    const endings = await Promise.all([...this.workers].map((worker) => this.end(worker, message)));
    return endings.every(Boolean);
  }

  private async end(worker: WorkerProcess, message: PrimaryMessage): Promise<boolean> {
    const isOrderly = await worker.end(message, this.timeoutSeconds());
    if (!isOrderly) this.logger.warn(`worker ${worker.pid} did not finish its requests in time`);
    return isOrderly;
  }

  /** Replaces a worker that ended without being stopped. Retries until a successor listens. */
  private async replace(lost: WorkerProcess, ending: string): Promise<void> {
    if (this.isClosed || this.current !== lost) return;
    this.logger.error(`worker ${lost.pid} ended by itself (${ending}); starting another`);
    this.current = undefined;
    let { livedMs } = lost;
    for (;;) {
      await wait(this.backOff.next(livedMs));
      if (!this.isVacant()) return;
      const startedAt = Date.now();
      try {
        return void (await this.renew());
      } catch (error) {
        if (!this.isVacant()) return;
        this.logger.error(`the new worker did not start: ${(error as Error).message}`);
        livedMs = Date.now() - startedAt;
      }
    }
  }

  private isVacant(): boolean {
    return !this.isClosed && this.current === undefined;
  }
}
