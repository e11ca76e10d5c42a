import { Logger } from '@nestjs/common';

const LOGGED_EVERY_MS = 10_000;

/** One line when refusals begin, and one every ten seconds that tells how many there were, until there are none. */
export class RefusalLog {
  private readonly logger: Logger;
  private next: NodeJS.Timeout | undefined;
  private refusals = 0;
  private lastReason = '';

  /** `what` is the line, `context` the name of what refuses. */
  constructor(
    context: string,
    private readonly what: string,
  ) {
    this.logger = new Logger(context);
  }

  refused(why: string): void {
    this.refusals += 1;
    this.lastReason = why;
    if (!this.next) this.tell();
  }

  stop(): void {
    clearTimeout(this.next);
  }

  private tell(): void {
    this.next = undefined;
    if (this.refusals === 0) return;
    this.logger.warn({ refused: this.refusals, why: this.lastReason }, this.what);
    this.refusals = 0;
    this.next = setTimeout(() => {
      this.tell();
    }, LOGGED_EVERY_MS).unref();
  }
}
