import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from 'node:cluster';
import type { Logger } from 'pino';
import { BackOff } from './back-off';
import type { Order } from './orders';
import { WorkerProcess } from './worker-process';

/** One of the n places that workers hold, one after the other. */
export class Post {
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
    const next = new WorkerProcess();
    this.workers.add(next);
    void next.ended.then(() => this.workers.delete(next));
    const address = await next.listening;
    const last = this.holder;
    this.holder = next;
    void next.ended.then((ending) => this.replace(next, ending));
    if (last && !(await last.end('retire', this.timeoutSeconds())))
      this.logger.warn(`worker ${last.pid} retired without having finished what it had begun`);
    return address;
  }

  /** Ends all who hold the post, held it or were about to. Gives whether they ended in good order. */
  async close(order: Order): Promise<boolean> {
    this.isClosed = true;
    const endings = await Promise.all([...this.workers].map((worker) => worker.end(order, this.timeoutSeconds())));
    return endings.every(Boolean);
  }

  /** Somebody who held the post ended without having been told to. */
  private async replace(lost: WorkerProcess, ending: string): Promise<void> {
    const isVacant = (): boolean => !this.isClosed && this.holder === lost;
    if (!isVacant()) return;
    this.logger.error(`worker ${lost.pid} ended by itself (${ending}); another takes its place`);
    let { livedMs } = lost;
    while (isVacant()) {
      await wait(this.backOff.next(livedMs));
      if (!isVacant()) return;
      const startedAt = Date.now();
      try {
        await this.renew();
      } catch (error) {
        livedMs = Date.now() - startedAt;
        if (isVacant()) this.logger.error(`no worker could take its place: ${(error as Error).message}`);
      }
    }
  }
}
