import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { list, Rows } from '../platform/database/rows';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import { User } from './user.entity';

/** Which people: those of an upstream, or those whom it knows by a subject. */
export interface UserFilter {
  readonly upstream?: string;
  readonly upstream_subject?: string;
}

/** Reads and writes people. */
@Injectable()
export class UserRepository {
  private readonly rows: Rows<User>;
  private readonly reads: BatchedReads<User>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.rows = new Rows(dataSource, User);
    this.reads = new BatchedReads(dataSource, User, 'sub');
  }

  /** The person with this `sub`, as it stands in the database now. It shares a query with other requests. */
  find(sub: string): Promise<User | undefined> {
    return this.reads.find(sub);
  }

  /** Stores a person, or the claims and the time of one who is known by upstream, issuer and subject. Gives what is stored. */
  async signIn(user: User): Promise<User> {
    const { table, columns } = this.rows;
    const set = ['sealed_claims', 'key_version', 'signed_in_at'].map((column) => `${column} = excluded.${column}`);
    const [row] = await this.transactions.statement(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${list(columns.length)})
        ON CONFLICT (upstream, issuer, upstream_subject) DO UPDATE SET ${set.join(', ')} RETURNING ${columns.join(', ')}`,
      this.rows.valuesOf(user),
    );
    if (!row) throw new Error('a person was not written');
    return this.rows.entityOf(row);
  }

  /** Stores the claims and the time of a person who is known by upstream, issuer and subject. Gives what is stored, if anything. */
  async signInKnown(person: User): Promise<User | undefined> {
    const { sealed_claims, key_version, signed_in_at, upstream, issuer, upstream_subject } = person;
    const [row] = await this.transactions.statement(
      `UPDATE users SET sealed_claims = $1, key_version = $2, signed_in_at = $3
        WHERE upstream = $4 AND issuer = $5 AND upstream_subject = $6 RETURNING ${this.rows.columns.join(', ')}`,
      [sealed_claims, key_version, signed_in_at.getTime(), upstream, issuer, upstream_subject],
    );
    return row && this.rows.entityOf(row);
  }

  /** The person whom an upstream knows by this subject; of an issuer of it, if there are several. */
  async findAtUpstream(upstream: string, issuer: string, subject: string): Promise<User | undefined> {
    return (
      (await this.dataSource.getRepository(User).findOneBy({ upstream, issuer, upstream_subject: subject })) ??
      undefined
    );
  }

  /** At most `most` people of the filter after this `sub`, ordered by it. */
  after(sub: string, most: number, filter: UserFilter = {}): Promise<User[]> {
    const where = { ...filter, sub: MoreThan(sub) };
    return this.dataSource.getRepository(User).find({ where, order: { sub: 'ASC' }, take: most });
  }

  /** Disables a person, or the contrary; gives whether that changed anything. */
  async setDisabled(manager: EntityManager, sub: string, disabledAt: Date | undefined): Promise<boolean> {
    const is = disabledAt ? 'IS NULL' : 'IS NOT NULL';
    const changed = await affected(manager, `UPDATE users SET disabled_at = $1 WHERE sub = $2 AND disabled_at ${is}`, [
      disabledAt?.getTime() ?? null,
      sub,
    ]);
    return changed > 0;
  }

  /** Deletes a person; gives whether there was one. */
  async delete(manager: EntityManager, sub: string): Promise<boolean> {
    return (await affected(manager, 'DELETE FROM users WHERE sub = $1', [sub])) > 0;
  }

  /** Replaces the seal of claims, unless the person signed in since. */
  async reseal({ sub, sealed_claims }: User, resealed: string, key_version: number): Promise<void> {
    await this.transactions.statement(
      'UPDATE users SET sealed_claims = $1, key_version = $2 WHERE sub = $3 AND sealed_claims = $4',
      [resealed, key_version, sub, sealed_claims],
    );
  }

  /** At most `most` people whose claims are not sealed with this key, after this `sub`. */
  async withOtherKeys(version: number, after: string, most: number): Promise<User[]> {
    const rows = await execute(
      this.dataSource,
      `SELECT ${this.rows.columns.join(', ')} FROM users WHERE key_version <> $1 AND sub > $2 ORDER BY sub LIMIT $3`,
      [version, after, most],
    );
    return rows.map((row) => this.rows.entityOf(row));
  }

  /** How many people need each key. */
  async countsByKey(): Promise<ReadonlyMap<number, number>> {
    const rows = await execute(
      this.dataSource,
      'SELECT key_version, COUNT(*) AS people FROM users GROUP BY key_version',
      [],
    );
    return new Map(rows.map(({ key_version, people }) => [Number(key_version), Number(people)]));
  }

  /** The claim that the people of an upstream are identified by; all have the same. `undefined` if there are none. */
  async subjectClaimOf(upstream: string): Promise<string | undefined> {
    const [row] = await execute(this.dataSource, 'SELECT subject_claim FROM users WHERE upstream = $1 LIMIT 1', [
      upstream,
    ]);
    return row?.['subject_claim'] as string | undefined;
  }
}
