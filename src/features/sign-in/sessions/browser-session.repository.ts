import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BatchedReads } from '../../../platform/database/batched-reads';
import { executeWithin } from '../../../platform/database/execute';
import { InsertStatement } from '../../../platform/database/insert-statement';
import { TransactionsService } from '../../../platform/database/transactions.service';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { deleteExpired } from '../../../platform/replay/delete-expired';
import type { Sweepable } from '../../../platform/replay/expiry-sweep.task';
import { BrowserSession } from './browser-session.entity';

/** Whose sessions are meant: all of a person, or those of one session at an upstream. */
export interface SessionOwner {
  readonly sub?: string;
  readonly upstream?: string;
  readonly upstream_sid?: string;
}

/** A session that was ended. */
export interface EndedSession {
  readonly hash: string;
  readonly sub: string;
}

/** Reads and writes browser sessions. */
@Injectable()
export class BrowserSessionRepository implements Sweepable {
  private readonly reads: BatchedReads<BrowserSession>;
  private readonly inserts: InsertStatement<BrowserSession>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, BrowserSession, 'hash');
    this.inserts = new InsertStatement(dataSource, BrowserSession);
  }

  /** The session with one of these hashes, as it stands in the database now. */
  async find(hashes: readonly string[]): Promise<BrowserSession | undefined> {
    const found = await Promise.all(hashes.map((hash) => this.reads.find(hash)));
    return found.find((session) => session !== undefined);
  }

  /** The sessions of a person, the oldest first. */
  ofUser(sub: string): Promise<BrowserSession[]> {
    return this.dataSource.getRepository(BrowserSession).find({ where: { sub }, order: { created_at: 'ASC' } });
  }

  insert(unit: UnitOfWork, session: BrowserSession): void {
    unit.add(this.inserts, session);
  }

  /** Deletes the sessions with these hashes, in a unit. */
  remove(unit: UnitOfWork, hashes: readonly string[]): void {
    unit.addStep((manager) => Promise.all(hashes.map((hash) => manager.delete(BrowserSession, { hash }))));
  }

  /** Records a use, unless a later one is recorded. */
  async touch(hash: string, at: Date): Promise<void> {
    await this.transactions.statement(
      'UPDATE browser_sessions SET last_used_at = $1 WHERE hash = $2 AND last_used_at < $1',
      [at.getTime(), hash],
    );
  }

  /** Deletes the sessions of an owner; gives those that there were. */
  async end(manager: EntityManager, { sub, upstream, upstream_sid }: SessionOwner): Promise<readonly EndedSession[]> {
    const conditions = Object.entries({ sub, upstream, upstream_sid }).filter(([, value]) => value !== undefined);
    if (conditions.length === 0) throw new Error('the sessions of nobody are meant');
    const where = conditions.map(([column], index) => `${column} = $${index + 1}`).join(' AND ');
    const rows = await executeWithin(
      manager,
      `DELETE FROM browser_sessions WHERE ${where} RETURNING hash, sub`,
      conditions.map(([, value]) => value),
    );
    return rows.map((row) => ({ hash: String(row['hash']), sub: String(row['sub']) }));
  }

  /** Deletes the sessions that have expired by `now`. */
  sweep(now?: Date, stopping?: AbortSignal): Promise<void> {
    return deleteExpired(this.transactions, 'browser_sessions', now, stopping);
  }
}
