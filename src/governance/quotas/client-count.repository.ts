import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../../platform/database/batched-reads';
import { executeWithin } from '../../platform/database/execute';
import { TransactionsService } from '../../platform/database/transactions.service';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { ClientCount } from './client-count.entity';
import { type Change, CountingStatement } from './counting.statement';
import { type Credential, keyOf } from './credential';

/** The numbers of so many credentials are kept in memory. */
const MOST_COUNTS = 10_000;

/** Reads and writes how many clients of a credential exist. */
@Injectable()
export class ClientCountRepository {
  private readonly reads: BatchedReads<ClientCount>;
  /** The numbers that this process last read or wrote. Other nodes may have changed them since. */
  private readonly lastCounts = new LRUCache<string, number>({ max: MOST_COUNTS });
  private readonly counting = new CountingStatement((key, living) => this.lastCounts.set(key, living));
  /** The counts that are being made, by their key. */
  private readonly pending = new Map<string, Promise<number>>();

  constructor(
    dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, ClientCount, 'credential');
  }

  /** How many clients of a credential exist, or nothing if they are not counted. It shares a query with other requests. */
  async living(credential: Credential): Promise<number | undefined> {
    const key = keyOf(credential);
    const living = (await this.reads.find(key))?.living;
    this.lastCounts.set(key, living);
    return living;
  }

  /** How many clients a credential had when this process last read or wrote the number; nothing if it never did. */
  lastLiving(credential: Credential): number | undefined {
    return this.lastCounts.get(keyOf(credential));
  }

  /** Changes a count with the unit, which fails with `refusal` if that would exceed the quota of the change. */
  change(unit: UnitOfWork, change: Change, refusal?: () => Error): void {
    unit.add(this.counting, change, refusal);
  }

  /** Begins to count a credential that no client was registered with yet. */
  async begin(credential: Credential): Promise<void> {
    const text = 'INSERT INTO client_counts (credential, living) VALUES ($1, 0) ON CONFLICT DO NOTHING';
    await this.transactions.statement(text, [keyOf(credential)]);
  }

  /**
   * Counts the clients of a credential, by the index of its column, and keeps the count from then on. Gives the count. On
   * PostgreSQL it locks the table: it waits for the transactions that have written clients, and those that write later see
   * its row. So it misses no client, and none is counted twice. On SQLite one transaction writes at a time. Requests that
   * arrive meanwhile share the count.
   */
  count(credential: Credential): Promise<number> {
    const key = keyOf(credential);
    const counting = this.pending.get(key) ?? this.countNow(credential).finally(() => this.pending.delete(key));
    this.pending.set(key, counting);
    return counting;
  }

  private countNow({ column, id }: Credential): Promise<number> {
    const text = `INSERT INTO client_counts (credential, living)
      SELECT CAST($1 AS text), count(*) FROM clients WHERE ${column} = $2
      ON CONFLICT (credential) DO UPDATE SET living = excluded.living RETURNING living`;
    return this.transactions.run(async (manager) => {
      if (manager.connection.options.type === 'postgres') {
        await manager.query('SET LOCAL statement_timeout = 0');
        await manager.query('LOCK TABLE clients IN SHARE ROW EXCLUSIVE MODE');
      }
      const [row] = await executeWithin(manager, text, [keyOf({ column, id }), id]);
      return Number(row?.['living']);
    });
  }
}
