import { DataSource, type QueryRunner } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { keepTrack } from './close-leftovers';
import { databaseKind, type TestDatabase } from './test-database';

/** Somebody else who holds the lock that every registration needs; reading goes on. */
export class LockedDatabase {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly holder: QueryRunner,
  ) {}

  static async lock({ url }: TestDatabase): Promise<LockedDatabase> {
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    const holder = dataSource.createQueryRunner();
    await holder.query(databaseKind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    if (databaseKind === 'postgres') await holder.query('LOCK TABLE clients IN SHARE ROW EXCLUSIVE MODE');
    return keepTrack(new LockedDatabase(dataSource, holder));
  }

  /** Resolves once this number of others wait for the lock, by the statistics of PostgreSQL. */
  async untilAwaitedBy(others: number): Promise<void> {
    const waiting = 'SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation = $1::regclass';
    for (;;) {
      const [row] = (await this.holder.query(waiting, ['clients'])) as unknown as [{ waiting: number }];
      if (row.waiting >= others) return;
    }
  }

  /** Ends every other connection to the database, as a restart does. */
  async endOthers(): Promise<void> {
    await this.holder.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  }

  async close(): Promise<void> {
    if (!this.dataSource.isInitialized) return;
    await this.holder.query('ROLLBACK');
    await this.holder.release();
    await this.dataSource.destroy();
  }
}
