import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchWriter } from '../database/batch-writer';
import { padded, sharedReads } from '../database/batched-reads';
import { execute } from '../database/execute';
import { InsertStatement } from '../database/insert-statement';
import { queueTimeoutOf } from '../database/queue-timeout';
import { list, places, type Row } from '../database/rows';
import { TransactionsService } from '../database/transactions.service';
import type { UnitOfWork } from '../database/unit-of-work';
import { expiryOf } from './clock-skew';
import { deleteExpired } from './delete-expired';
import type { Sweepable } from './expiry-sweep.task';
import { UsedId } from './used-id.entity';

/** Why an identifier is stored: the same text under two purposes is two identifiers. */
export type Purpose =
  | 'client-assertion'
  | 'dpop-proof'
  | 'software-statement'
  | 'revoked-token'
  | 'task'
  | 'administrator-token'
  | 'logout-token'
  | 'write-check';

interface Entry {
  readonly purpose: Purpose;
  readonly id: string;
  readonly expires_at: Date;
}

const GROUPS = { mostItems: 64, mostGroups: 1 };

/** The identifiers that all nodes share: those that may be used once only, and those of revoked tokens. They expire. */
@Injectable()
export class UsedIdStore implements Sweepable {
  private readonly reads = sharedReads<Pick<Entry, 'purpose' | 'id'>, boolean>((keys) => this.readAll(keys));
  private readonly writes: BatchWriter<Entry, boolean>;
  private readonly inserts: InsertStatement<UsedId>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    const limits = { ...GROUPS, queueTimeoutMs: queueTimeoutOf(dataSource) };
    this.inserts = new InsertStatement(dataSource, UsedId, 'refuse');
    this.writes = new BatchWriter(limits, (entries) => this.writeAll(entries));
  }

  /**
   * Adds an identifier that has to be known until a moment, in seconds since 1970; it is stored longer by as much as the
   * clocks of nodes may differ. Gives `false` if some node added it before.
   */
  add(purpose: Purpose, id: string, until: number): Promise<boolean> {
    return this.writes.add({ purpose, id, expires_at: expiryOf(until) });
  }

  /** Uses an identifier up as part of a unit of work, which fails with `refusal` if some node added it before. */
  addTo(unit: UnitOfWork, entry: { purpose: Purpose; id: string; until: number }, refusal: () => Error): void {
    const { purpose, id, until } = entry;
    unit.add(this.inserts, { purpose, id, expires_at: expiryOf(until) }, refusal);
  }

  /** Whether an identifier was added; reads of one turn of the event loop share a query. */
  has(purpose: Purpose, id: string): Promise<boolean> {
    return this.reads.load({ purpose, id });
  }

  /** Deletes the rows that have expired by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'expiring_entries', now, stopping);
  }

  /**
   * Writes the entries in the order of their names, so that two nodes do not wait for each other in a circle. Of equal
   * entries the first is new.
   */
  private async writeAll(entries: readonly Entry[]): Promise<boolean[]> {
    const first = new Map(entries.map((entry) => [nameOf(entry), entry] as const).reverse());
    const ordered = [...first.keys()].sort().flatMap((name) => first.get(name) ?? []);
    const added = await this.transactions.statement(
      `INSERT INTO expiring_entries (purpose, id, expires_at) VALUES ${places(ordered.length, 3)} ON CONFLICT DO NOTHING RETURNING purpose, id`,
      ordered.flatMap(({ purpose, id, expires_at }) => [purpose, id, expires_at.getTime()]),
    );
    const isNew = new Set(added.map(nameOf));
    return entries.map((entry) => first.get(nameOf(entry)) === entry && isNew.has(nameOf(entry)));
  }

  private async readAll(keys: readonly Pick<Entry, 'purpose' | 'id'>[]): Promise<boolean[]> {
    const purposes = padded([...new Set(keys.map(({ purpose }) => purpose))]);
    const ids = padded([...new Set(keys.map(({ id }) => id))]);
    const found = await execute(
      this.dataSource,
      `SELECT purpose, id FROM expiring_entries WHERE purpose IN (${list(purposes.length)}) AND id IN (${list(ids.length, purposes.length)})`,
      [...purposes, ...ids],
    );
    const known = new Set(found.map(nameOf));
    return keys.map((key) => known.has(nameOf(key)));
  }
}

const nameOf = ({ purpose, id }: Row | Pick<Entry, 'purpose' | 'id'>): string => `${String(purpose)} ${String(id)}`;
