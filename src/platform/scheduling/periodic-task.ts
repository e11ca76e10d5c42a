import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';

export interface Schedule {
  /** The name of the task in the log, such as `the sweep of expiring_entries`. */
  readonly name: string;
  /** The context of its log lines. */
  readonly context: string;
  /** Milliseconds from the end of one run to the start of the next. */
  readonly everyMs: number;
  /** Whether the first run begins when the application starts; otherwise it begins after `everyMs`. */
  readonly runsAtStart?: boolean;
  /** Whether there is work for the task at all: if false, it never runs. Absent: there is. */
  readonly isNeeded?: boolean;
}

const NEVER = Number.NEGATIVE_INFINITY;
const FAILURES_LOGGED_EVERY_MS = 60_000;

/**
 * Work that is repeated from the start of the application until its shutdown. A run begins only after the previous one
 * has ended. A run that fails is logged, at most once a minute, and the next one comes as usual. The shutdown waits for the run in progress,
 * while the database is still open. Each process runs its tasks by itself: they are written so that several may.
 */
export abstract class PeriodicTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The run in progress, or the last one; it never rejects. */
  running: Promise<void> = Promise.resolve();
  protected readonly logger: Logger;
  private readonly stopping = new AbortController();
  private next: NodeJS.Timeout | undefined;
  /** When a failure was logged since the last run that succeeded; in milliseconds. */
  private failureLoggedAt = NEVER;

  constructor(readonly schedule: Schedule) {
    this.logger = new Logger(schedule.context);
  }

  onApplicationBootstrap(): void {
    const { runsAtStart, isNeeded = true } = this.schedule;
    if (!isNeeded) return;
    if (runsAtStart) this.begin();
    else this.wait();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.next);
    await this.running;
  }

  /** One run. A long one ends early, between two of its steps, when `stopping` is aborted. */
  protected abstract run(stopping: AbortSignal): Promise<void>;

  private begin(): void {
    this.running = this.runAndLog().then(() => {
      if (!this.stopping.signal.aborted) this.wait();
    });
  }

  private wait(): void {
    this.next = setTimeout(() => {
      this.begin();
    }, this.schedule.everyMs).unref();
  }

  private async runAndLog(): Promise<void> {
    try {
      await this.run(this.stopping.signal);
      this.logSuccess();
    } catch (error) {
      this.logFailure(error);
    }
  }

  /** A task that runs often and keeps failing logs that once in a while. */
  private logFailure(error: unknown): void {
    const { name, everyMs } = this.schedule;
    if (Date.now() - this.failureLoggedAt < FAILURES_LOGGED_EVERY_MS) return;
    this.failureLoggedAt = Date.now();
    this.logger.error({ err: error }, `${name} failed; the next run is in ${everyMs / 1000} s`);
  }

  private logSuccess(): void {
    if (this.failureLoggedAt === NEVER) return;
    this.failureLoggedAt = NEVER;
    this.logger.log(`${this.schedule.name} works again`);
  }
}
