import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { InsertStatement } from '../platform/database/insert-statement';
import { affected } from '../platform/database/transactions.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UpdateStatement } from '../platform/database/update-statement';
import { AuthorizationCode } from './authorization-code.entity';
import { taken } from './taken';
import { rangeOf } from './refresh-token-id';
import { type Revocation, RevocationStatement } from './revocation.statement';
import { type GrantEnd, type GrantKeys, UserGrant } from './user-grant.entity';

/** Whose grants: all given members have to fit. */
export interface GrantOwner {
  readonly sub?: string;
  readonly client_id?: string;
  /** The browser session in which the grants were given. */
  readonly session?: string;
}

/** Reads and writes grants and their codes. */
@Injectable()
export class UserGrantRepository {
  private readonly reads: BatchedReads<UserGrant>;
  private readonly codeReads: BatchedReads<AuthorizationCode>;
  private readonly inserts: InsertStatement<UserGrant>;
  private readonly updates: UpdateStatement<UserGrant>;
  private readonly codeInserts: InsertStatement<AuthorizationCode>;
  private readonly codeUpdates: UpdateStatement<AuthorizationCode>;
  private readonly revocations = new RevocationStatement();

  constructor(private readonly dataSource: DataSource) {
    this.reads = new BatchedReads(dataSource, UserGrant, 'id');
    this.codeReads = new BatchedReads(dataSource, AuthorizationCode, 'grant_id');
    this.inserts = new InsertStatement(dataSource, UserGrant);
    this.updates = new UpdateStatement(dataSource, UserGrant);
    this.codeInserts = new InsertStatement(dataSource, AuthorizationCode);
    this.codeUpdates = new UpdateStatement(dataSource, AuthorizationCode);
  }

  /** The grant with this id, ended or not. */
  find(id: string): Promise<UserGrant | undefined> {
    return this.reads.find(id);
  }

  /** The code of a grant, used or not. */
  findCode(grant_id: string): Promise<AuthorizationCode | undefined> {
    return this.codeReads.find(grant_id);
  }

  /** The first grants of an owner after an id, the oldest first, ended ones too. */
  after({ sub, client_id }: GrantOwner, id: string, most: number): Promise<UserGrant[]> {
    const where = {
      ...(sub !== undefined && { sub }),
      ...(client_id !== undefined && { client_id }),
      id: MoreThan(id),
    };
    return this.dataSource.getRepository(UserGrant).find({ where, order: { id: 'ASC' }, take: most });
  }

  /** Inserts a grant with its code. */
  insert(unit: UnitOfWork, grant: UserGrant, code: AuthorizationCode): void {
    unit.add(this.inserts, grant);
    unit.add(this.codeInserts, code);
  }

  /** Writes that tokens of a grant are issued now, and when the last of them expires; fails with `Taken` if it was revoked. */
  use(unit: UnitOfWork, { id }: UserGrant, now: number, expires_at: number, keys?: GrantKeys | null): void {
    const set = { last_used_at: new Date(now), expires_at: new Date(expires_at), ...(keys && { keys }) };
    unit.add(this.updates, { where: { id, revoked_at: null }, set }, taken);
  }

  /** Uses a code up; the unit fails with `Taken` if it was used before. */
  useCode(unit: UnitOfWork, grant_id: string, set: Pick<AuthorizationCode, 'used_at' | 'kept_until'>): void {
    unit.add(this.codeUpdates, { where: { grant_id, used_at: null }, set }, taken);
  }

  /** Ends a grant. */
  revoke(unit: UnitOfWork, revocation: Revocation): void {
    unit.add(this.revocations, revocation);
  }

  /** Ends all grants of an owner in a transaction, and gives how many that were. */
  revokeAll(manager: EntityManager, owner: GrantOwner, because: GrantEnd, at: Date): Promise<number> {
    const conditions = Object.entries<string | undefined>({ ...owner }).filter(([, value]) => value !== undefined);
    if (conditions.length === 0) throw new Error('grants are revoked of somebody, never all of them');
    const where = conditions.map(([column], index) => `${column} = $${index + 3}`).join(' AND ');
    const text = `UPDATE user_grants SET revoked_at = $1, revoked_because = $2 WHERE ${where} AND revoked_at IS NULL`;
    return affected(manager, text, [at.getTime(), because, ...conditions.map(([, value]) => value)]);
  }

  /** Deletes the grants of a person with their codes and refresh tokens, in a transaction. */
  async deleteOf(manager: EntityManager, sub: string): Promise<void> {
    const grants = await manager.find(UserGrant, { select: { id: true }, where: { sub } });
    for (const { id } of grants) {
      await manager.delete(AuthorizationCode, { grant_id: id });
      await affected(manager, 'DELETE FROM refresh_tokens WHERE id > $1 AND id < $2', rangeOf(id));
    }
    await manager.delete(UserGrant, { sub });
  }
}
