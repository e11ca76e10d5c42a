import { Logger } from '@nestjs/common';
import { affected, type Transactions } from '../database/transactions';

const SWEEP_EVERY_MS = 60_000;
/** In one statement, about: however much there is to forget, each is quick, and others write in between. */
const MOST_AT_ONCE = 1000;

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
    const expired = `FROM ${this.table} WHERE expires_at <=`;
    const last = `SELECT expires_at ${expired} $1 ORDER BY expires_at LIMIT 1 OFFSET ${MOST_AT_ONCE - 1}`;
    const sweep = `DELETE ${expired} COALESCE((${last}), $1)`;
    let swept: number;
    do swept = await this.transactions.run((manager) => affected(manager, sweep, [now.getTime()]));
    while (swept >= MOST_AT_ONCE);
  }

  private async sweepAndLog(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.logger.error({ err: error }, `the sweep of ${this.table} failed and is tried again in a minute`);
    }
  }
}
