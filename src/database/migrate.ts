import type { DataSource, QueryRunner } from 'typeorm';

/** Any number, the same on every node: the lock under which the schema is changed. */
const MIGRATION_LOCK = 7_591_7_592;

/** Runs the pending migrations in one transaction. Nodes that start together take turns; the later find nothing to do. */
export const migrate = async (dataSource: DataSource): Promise<void> => {
  if (dataSource.options.type === 'postgres') {
    await underAdvisoryLock(dataSource, () => dataSource.runMigrations({ transaction: 'all' }));
    return;
  }
  await inImmediateTransaction(dataSource, () => dataSource.runMigrations({ transaction: 'none' }));
};

const underAdvisoryLock = async (dataSource: DataSource, work: () => Promise<unknown>): Promise<void> => {
  const holder: QueryRunner = dataSource.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await work();
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await holder.release();
  }
};

/** SQLite takes the write lock at once, so that the busy timeout makes a second process wait instead of failing. */
const inImmediateTransaction = async (dataSource: DataSource, work: () => Promise<unknown>): Promise<void> => {
  await dataSource.query('BEGIN IMMEDIATE');
  try {
    await work();
    await dataSource.query('COMMIT');
  } catch (error) {
    await dataSource.query('ROLLBACK');
    throw error;
  }
};
