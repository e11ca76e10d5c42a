import { DataSource, type DataSourceOptions, MigrationExecutor, type QueryRunner } from 'typeorm';
import { requireNoUnfinishedCopy } from './copy/copy-mark';
import { distribute, isDistributed, type MadeTables, requireCitus } from './distribution/citus';
import { NO_TIMEOUTS } from './postgres-timeouts';
import { retry } from './retries';
import { isBehind } from './schema';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** Two nodes created the same table at once: duplicate_table, its type, a unique_violation in the catalogue. */
const MADE_BY_ANOTHER = new Set(['42P07', '42710', '23505']);

/**
 * Runs the pending migrations in one transaction, on a connection of its own, because a migration may take longer than
 * any request. Nodes that start together run one after the other; later ones find nothing to do. On a database that Citus
 * distributes, the same transaction distributes the new tables.
 */
export const migratePostgres = async (options: PostgresOptions): Promise<void> => {
  await onOwnConnection(options, async (dataSource) => {
    if (!(await isBehind(dataSource))) return;
    await underLock(dataSource, async (runner) => {
      await runPending(dataSource, runner);
      if (await isDistributed(runner)) await distribute(runner);
    });
  });
};

/**
 * Does the same, and distributes the tables that Citus does not distribute yet, whether or not migrations are pending. Gives
 * these tables. Throws {@link StartFailure}, before it changes anything, if the database lacks what that needs,
 * or is an unfinished copy.
 */
export const migrateDistributed = (options: PostgresOptions): Promise<MadeTables> =>
  onOwnConnection(options, async (dataSource) => {
    await requireNoUnfinishedCopy(dataSource);
    await isBehind(dataSource);
    await requireCitus(dataSource);
    return underLock(dataSource, async (runner) => {
      await runPending(dataSource, runner);
      return distribute(runner);
    });
  });

const onOwnConnection = async <Result>(
  options: PostgresOptions,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> => {
  const extra: unknown = { ...(options.extra as object), ...NO_TIMEOUTS };
  const dataSource = new DataSource({ ...options, extra, poolSize: 1, migrationsRun: false });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
};

/** Runs the pending migrations in the transaction of `runner`. */
const runPending = async (dataSource: DataSource, runner: QueryRunner): Promise<void> => {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'none';
  await executor.executePendingMigrations();
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

/**
 * Runs `work` in a transaction that holds the lock of migrations. It writes the row instead of selecting it FOR UPDATE: where
 * a transaction sees the state of its beginning, one that has waited fails then, and begins again after the other's commit.
 */
const underLock = async <Result>(
  dataSource: DataSource,
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> => {
  await makeLock(dataSource);
  return retry(() =>
    dataSource.transaction(async ({ queryRunner }) => {
      if (!queryRunner) throw new Error('a transaction has a connection');
      await queryRunner.query('UPDATE schema_lock SET id = 1 WHERE id = 1');
      return work(queryRunner);
    }),
  );
};
