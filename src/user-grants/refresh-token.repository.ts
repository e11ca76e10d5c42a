import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { InsertStatement } from '../platform/database/insert-statement';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UpdateStatement } from '../platform/database/update-statement';
import { RefreshToken } from './refresh-token.entity';
import { refreshTokenId } from './refresh-token-id';
import { taken } from './taken';
import type { RefreshTokenName } from './token-text';

/** Reads and writes refresh tokens. */
@Injectable()
export class RefreshTokenRepository {
  private readonly reads: BatchedReads<RefreshToken>;
  private readonly inserts: InsertStatement<RefreshToken>;
  private readonly updates: UpdateStatement<RefreshToken>;

  constructor(private readonly dataSource: DataSource) {
    this.reads = new BatchedReads(dataSource, RefreshToken, 'id');
    this.inserts = new InsertStatement(dataSource, RefreshToken, 'refuse');
    this.updates = new UpdateStatement(dataSource, RefreshToken);
  }

  /** The row of a token, if it still has one. */
  find(name: RefreshTokenName): Promise<RefreshToken | undefined> {
    return this.reads.find(refreshTokenId(name));
  }

  /** Adds a token; the unit fails with `Taken` if the grant has one of this generation. */
  insert(unit: UnitOfWork, token: RefreshToken): void {
    unit.add(this.inserts, token, taken);
  }

  /** Changes a token by its use; the unit fails with `Taken` if another use replaced it. */
  use(unit: UnitOfWork, id: string, set: Partial<RefreshToken>): void {
    unit.add(this.updates, { where: { id, used_at: null }, set }, taken);
  }

  /** How many tokens need each version of `SECRET_KEYS`: for each version, one search of an index and a count. */
  async countsByKeyVersion(): Promise<ReadonlyMap<number, number>> {
    const counts = new Map<number, number>();
    for (let version = await this.versionAfter(-1); version !== undefined; version = await this.versionAfter(version))
      counts.set(version, await this.countOfVersion(version));
    return counts;
  }

  private async versionAfter(version: number): Promise<number | undefined> {
    const text = 'SELECT key_version FROM refresh_tokens WHERE key_version > $1 ORDER BY key_version LIMIT 1';
    const [row] = await execute(this.dataSource, text, [version]);
    return row && Number(row['key_version']);
  }

  private async countOfVersion(version: number): Promise<number> {
    const text = 'SELECT count(*) AS count FROM refresh_tokens WHERE key_version = $1';
    const [row] = await execute(this.dataSource, text, [version]);
    return Number(row?.['count']);
  }
}
