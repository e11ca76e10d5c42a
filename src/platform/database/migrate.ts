import { DataSource, type DataSourceOptions } from 'typeorm';
import { NO_TIMEOUTS } from './postgres-timeouts';
import { isBehind } from './schema';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** Two nodes created the same table at once: duplicate_table, its type, a unique_violation in the catalogue. */
const MADE_BY_ANOTHER = new Set(['42P07', '42710', '23505']);

/**
 * Runs the pending migrations in one transaction, on connections of its own, because a migration may take longer than
 * any request. Nodes that start together run one after the other; later ones find nothing to do.
 */
export const migratePostgres = async (options: PostgresOptions): Promise<void> => {
  const extra: unknown = { ...(options.extra as object), ...NO_TIMEOUTS };
  const dataSource = new DataSource({ ...options, extra, poolSize: 2, migrationsRun: false });
  await dataSource.initialize();
  try {
    if (!(await isBehind(dataSource))) return;
    await makeLock(dataSource);
    await underLock(dataSource, () => dataSource.runMigrations({ transaction: 'all' }));
  } finally {
    await dataSource.destroy();
  }
};

/**
 * Runs the migrations on SQLite. It takes the write lock at once, so that a second process waits instead of failing.
 */
export const migrateSqlite = async (dataSource: DataSource): Promise<void> => {
  if (!(await isBehind(dataSource))) return;
  await dataSource.query('BEGIN IMMEDIATE');
  try {
    await dataSource.runMigrations({ transaction: 'none' });
    await dataSource.query('COMMIT');
  } catch (error) {
    await dataSource.query('ROLLBACK');
    throw error;
  }
};

/**
 * Creates the row that is locked. Not every database with the protocol of PostgreSQL has advisory locks, and they do
 * not work behind a pooler.
 */
const makeLock = async (dataSource: DataSource): Promise<void> => {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('schema_lock')))
      await runner.query('CREATE TABLE schema_lock (id integer PRIMARY KEY)').catch(unlessMadeByAnother);
    await runner.query('INSERT INTO schema_lock (id) VALUES (1) ON CONFLICT (id) DO NOTHING');
  } finally {
    await runner.release();
  }
};

const unlessMadeByAnother = (error: unknown): void => {
  if (!MADE_BY_ANOTHER.has(String((error as { code?: unknown }).code))) throw error;
};

const underLock = async (dataSource: DataSource, work: () => Promise<unknown>): Promise<void> => {
  await dataSource.transaction(async (holder) => {
    await holder.query('SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE');
    await work();
  });
};
