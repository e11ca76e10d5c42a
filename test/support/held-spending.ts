import { DataSource, type QueryRunner } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { keepTrack } from './close-leftovers';
import type { TestDatabase } from './test-database';

/**
 * Holds every registration with one initial access token after its client is inserted and before its use is spent, in the
 * transaction of both: by a lock of PostgreSQL on the row of the token.
 */
export class HeldSpending {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly holder: QueryRunner,
  ) {}

  static async of({ url }: TestDatabase, id: string): Promise<HeldSpending> {
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    const holder = dataSource.createQueryRunner();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM initial_access_tokens WHERE id = $1 FOR UPDATE', [id]);
    return keepTrack(new HeldSpending(dataSource, holder));
  }

  /** Resolves once a registration is held. */
  async untilReached(): Promise<void> {
    const held = 'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))';
    while (((await this.holder.query(held)) as unknown[]).length === 0);
  }

  /** Lets registrations go on. */
  async close(): Promise<void> {
    if (!this.dataSource.isInitialized) return;
    await this.holder.query('ROLLBACK');
    await this.holder.release();
    await this.dataSource.destroy();
  }
}
