import { Logger } from '@nestjs/common';
import { affected, type Transactions } from '../database/transactions';

const SWEEP_EVERY_MS = 60_000;

/** Forgets the rows of a table whose `expires_at` has passed: once a minute from {@link start} until {@link stop}. */
export class Sweeper {
  private readonly logger = new Logger('expiry');
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly table: 'expiring_entries' | 'idempotent_answers',
  ) {}

  start(): void {
    this.sweeping = setInterval(() => void this.sweepAndLog(), SWEEP_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.sweeping);
  }

  /** Forgets what has expired by `now`. */
  async sweep(now = new Date()): Promise<void> {
    const sweep = `DELETE FROM ${this.table} WHERE expires_at <= $1`;
    await this.transactions.run((manager) => affected(manager, sweep, [now.getTime()]));
  }

  private async sweepAndLog(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.logger.error({ err: error }, `the sweep of ${this.table} failed and is tried again in a minute`);
    }
  }
}
