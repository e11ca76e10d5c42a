import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { execute } from './execute';
import type { PostgresPool } from './postgres-pool';

/** Without a function, which not every database with the protocol of PostgreSQL has. */
const IS_READ_ONLY = 'SHOW transaction_read_only';

/** The primary is read-only, as a standby or the primary before a switchover is. */
export class ReadOnlyPrimary extends Error {
  override readonly name = 'ReadOnlyPrimary';

  constructor() {
    super('the database of DATABASE_URL is read-only: it is a standby, or was the primary before a switchover');
  }
}

/** Examines whether the server of `DATABASE_URL` is still the primary. */
@Injectable()
export class PrimaryService {
  constructor(private readonly dataSource: DataSource) {}

  /** Only PostgreSQL has servers that change their roles. */
  get isNeeded(): boolean {
    return this.dataSource.options.type === 'postgres';
  }

  /**
   * Throws {@link ReadOnlyPrimary} if the database takes no writes, and closes all connections to it, as reads of them
   * would go on to give old data. Throws `QueryFailedError` if the database does not answer. Does nothing on SQLite.
   */
  async requireWritable(): Promise<void> {
    if (!this.isNeeded) return;
    const [row] = await execute(this.dataSource, IS_READ_ONLY, []);
    if (row?.['transaction_read_only'] !== 'on') return;
    ((this.dataSource.driver as PostgresDriver).master as PostgresPool).closeAll();
    throw new ReadOnlyPrimary();
  }
}
