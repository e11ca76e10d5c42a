import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BatchWriter } from '../database/batch-writer';
import { padded, sharedReads } from '../database/batched-reads';
import { execute } from '../database/execute';
import { queueTimeoutOf } from '../database/queue-timeout';
import { list, places, type Row } from '../database/rows';
import { affected, Transactions } from '../database/transactions';
import { forgottenAt } from './clock-skew';
import { deleteExpired } from './delete-expired';
import type { Sweepable } from './expiry-sweep.task';

/** What is remembered: identifiers of one purpose never meet those of another. */
export type Purpose = 'client-assertion' | 'dpop-proof' | 'software-statement' | 'revoked-token';

interface Entry {
  readonly purpose: Purpose;
  readonly id: string;
  readonly expires_at: Date;
}

const GROUPS = { mostItems: 64, mostGroups: 1 };

/** Identifiers seen by any node: what may be used once only, and what is revoked. Forgotten when they have expired. */
@Injectable()
export class UsedIdStore implements Sweepable {
  private readonly reads = sharedReads<Pick<Entry, 'purpose' | 'id'>, boolean>((keys) => this.readAll(keys));
  private readonly writes: BatchWriter<Entry, boolean>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    const limits = { ...GROUPS, patienceMs: queueTimeoutOf(dataSource) };
    this.writes = new BatchWriter(limits, (entries) => this.writeAll(entries));
  }

  /**
   * Adds an identifier that matters until a moment, in seconds since 1970, and keeps it so much longer as the clocks of
   * nodes may differ; gives `false` when some node added it before.
   */
  add(purpose: Purpose, id: string, until: number): Promise<boolean> {
    return this.writes.add({ purpose, id, expires_at: forgottenAt(until) });
  }

  /** The same as part of a transaction: if that fails, the identifier was not added. */
  async addWithin(manager: EntityManager, purpose: Purpose, id: string, until: number): Promise<boolean> {
    const insert = 'INSERT INTO expiring_entries (purpose, id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
    return (await affected(manager, insert, [purpose, id, forgottenAt(until).getTime()])) > 0;
  }

  /** Whether an identifier was added; reads of one turn of the event loop share a query. */
  has(purpose: Purpose, id: string): Promise<boolean> {
    return this.reads.load({ purpose, id });
  }

  /** Forgets what has expired by `now`; ends early when `stopping` is aborted. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'expiring_entries', now, stopping);
  }

  /** In the order of their names, so that two nodes do not wait for each other. Of two alike, the first is new. */
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
