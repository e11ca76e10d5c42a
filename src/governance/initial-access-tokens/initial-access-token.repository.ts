import { Injectable } from '@nestjs/common';
import { And, DataSource, type EntityManager, LessThan, MoreThan, MoreThanOrEqual } from 'typeorm';
import { idAt } from '../../event-log/event-id';
import { BatchedReads } from '../../platform/database/batched-reads';
import { execute } from '../../platform/database/execute';
import { affected } from '../../platform/database/transactions.service';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { credentialsByPolicy, type CredentialsOfPolicy } from '../credentials-by-policy';
import { InitialAccessToken } from './initial-access-token.entity';

/** When tokens were made: from a moment on, and before another one. The ids of tokens begin with their moments. */
export interface TokenRange {
  readonly since?: Date;
  readonly until?: Date;
}

/** Reads and writes initial access tokens. */
@Injectable()
export class InitialAccessTokenRepository {
  private readonly reads: BatchedReads<InitialAccessToken>;

  constructor(private readonly dataSource: DataSource) {
    this.reads = new BatchedReads(dataSource, InitialAccessToken, 'id');
  }

  /** The token with this id, as it stands in the database now. */
  find(id: string): Promise<InitialAccessToken | undefined> {
    return this.reads.find(id);
  }

  /** At most `most` tokens after this id, ordered by id, of those that were made in a range of moments. */
  after(id: string, most: number, { since, until }: TokenRange = {}): Promise<InitialAccessToken[]> {
    const bounds = [
      MoreThan(id),
      ...(since ? [MoreThanOrEqual(idAt(since.getTime()))] : []),
      ...(until ? [LessThan(idAt(until.getTime()))] : []),
    ];
    const tokens = this.dataSource.getRepository(InitialAccessToken);
    return tokens.find({ where: { id: And(...bounds) }, order: { id: 'ASC' }, take: most });
  }

  /** The policies that tokens have which may register clients at a moment. */
  byPolicy(at: Date): Promise<readonly CredentialsOfPolicy[]> {
    const isActive = `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
      AND (uses_left IS NULL OR uses_left > 0)`;
    return credentialsByPolicy(this.dataSource, { table: 'initial_access_tokens', id: 'id', isActive }, at);
  }

  /** Stores a new token with the unit. */
  insert(unit: UnitOfWork, token: InitialAccessToken): void {
    unit.addStep((manager) => manager.insert(InitialAccessToken, token));
  }

  /** Revokes a token; gives whether that was done now. */
  async revoke(manager: EntityManager, id: string, revoked_at: Date): Promise<boolean> {
    const text = 'UPDATE initial_access_tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL';
    return (await affected(manager, text, [revoked_at.getTime(), id])) === 1;
  }

  /** How many tokens that were not revoked, and have not expired by `at`, need each version of `SECRET_KEYS`. */
  async countsByKeyVersion(at: Date): Promise<ReadonlyMap<number, number>> {
    const text = `SELECT key_version, count(*) AS tokens FROM initial_access_tokens
      WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1) GROUP BY key_version`;
    const rows = await execute(this.dataSource, text, [at.getTime()]);
    return new Map(rows.map((row) => [Number(row['key_version']), Number(row['tokens'])]));
  }
}
