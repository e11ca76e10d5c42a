import { Logger } from '@nestjs/common';

const LOGGED_EVERY_MS = 10_000;

/** Logs one line when refusals begin, then every ten seconds one with their number, until there are none. */
export class RefusalLog {
  private readonly logger: Logger;
  private next: NodeJS.Timeout | undefined;
  private refusals = 0;
  private lastReason = '';

  /** `message` is the text of the line, `context` names the component that refuses. */
  constructor(
    context: string,
    private readonly message: string,
  ) {
    this.logger = new Logger(context);
  }

  refused(why: string): void {
    this.refusals += 1;
    this.lastReason = why;
    if (!this.next) this.log();
  }

  stop(): void {
    clearTimeout(this.next);
  }

  private log(): void {
    this.next = undefined;
    if (this.refusals === 0) return;
    this.logger.warn({ refused: this.refusals, why: this.lastReason }, this.message);
    this.refusals = 0;
    this.next = setTimeout(() => {
      this.log();
    }, LOGGED_EVERY_MS).unref();
  }
}
