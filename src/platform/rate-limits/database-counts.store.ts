import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { TransactionsService } from '../database/transactions.service';
import { deleteExpired } from '../replay/delete-expired';
import type { Sweepable } from '../replay/expiry-sweep.task';
import type { Addition, Count, CountStore } from './counts';
import { limiterStore, WITHOUT_LIMIT } from './limiter-store';

/** A statement as rate-limiter-flexible writes it. */
interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** Counts in the table `rate_limit_counts` of PostgreSQL: one statement each. */
@Injectable()
export class DatabaseCounts implements CountStore, Sweepable {
  private readonly store: CountStore;

  constructor(private readonly transactions: TransactionsService) {
    const limiter = new RateLimiterPostgres({
      ...WITHOUT_LIMIT,
      keyPrefix: '',
      storeClient: { query: (statement: Statement) => this.query(statement) },
      storeType: 'client',
      tableName: 'rate_limit_counts',
      tableCreated: true, // by a migration
      clearExpiredByTimeout: false, // the sweep does it
    });
    this.store = limiterStore(limiter);
  }

  add(addition: Addition): Promise<Count> {
    return this.store.add(addition);
  }

  /** Deletes the counts whose window has ended by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'rate_limit_counts', now, stopping);
  }

  /** Without the name of the statement: PgBouncer cannot share connections that have prepared statements. */
  private async query({ text, values }: Statement): Promise<{ rows: readonly unknown[]; rowCount: number }> {
    const rows = await this.transactions.statement(text, values);
    return { rows, rowCount: rows.length };
  }
}
