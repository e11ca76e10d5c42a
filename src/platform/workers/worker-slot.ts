import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from 'node:cluster';
import type { Logger } from 'pino';
import { StartFailure } from '../config/start-failure';
import { BackOff } from './back-off';
import type { PrimaryMessage } from './messages';
import { WorkerProcess } from './worker-process';

/** One of the n places that workers hold, one after the other. */
export class WorkerSlot {
  private readonly backOff = new BackOff();
  private readonly workers = new Set<WorkerProcess>();
  private holder: WorkerProcess | undefined;
  private isClosed = false;

  constructor(
    private readonly logger: Logger,
    private readonly timeoutSeconds: () => number,
  ) {}

  /**
   * A new worker takes the post, and only when it listens does the one before retire. Gives where it listens. Throws
   * `StartFailure` when it does not come to that: then all is as it was.
   */
  async renew(): Promise<Address> {
    if (this.isClosed) throw new StartFailure('the server stops');
    const next = new WorkerProcess();
    this.workers.add(next);
    void next.ended.then(() => this.workers.delete(next));
    const address = await next.listening;
    const last = this.holder;
    this.holder = next;
    void next.ended.then((ending) => this.replace(next, ending));
    if (last) await this.end(last, 'retire');
    return address;
  }

  /** Ends all who hold the post, held it or were about to. Gives whether they ended in good order. */
  async close(order: PrimaryMessage): Promise<boolean> {
    this.isClosed = true;
    const endings = await Promise.all([...this.workers].map((worker) => this.end(worker, order)));
    return endings.every(Boolean);
  }

  private async end(worker: WorkerProcess, order: PrimaryMessage): Promise<boolean> {
    const isOrderly = await worker.end(order, this.timeoutSeconds());
    if (!isOrderly) this.logger.warn(`worker ${worker.pid} did not finish in time what it had begun`);
    return isOrderly;
  }

  /** Somebody who held the post ended without having been told to. */
  private async replace(lost: WorkerProcess, ending: string): Promise<void> {
    if (this.isClosed || this.holder !== lost) return;
    this.logger.error(`worker ${lost.pid} ended by itself (${ending}); another takes its place`);
    this.holder = undefined;
    let { livedMs } = lost;
    for (;;) {
      await wait(this.backOff.next(livedMs));
      if (!this.isVacant()) return;
      const startedAt = Date.now();
      try {
        return void (await this.renew());
      } catch (error) {
        if (!this.isVacant()) return;
        this.logger.error(`no worker could take its place: ${(error as Error).message}`);
        livedMs = Date.now() - startedAt;
      }
    }
  }

  private isVacant(): boolean {
    return !this.isClosed && this.holder === undefined;
  }
}
