import { stat } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { keepTrack } from './close-leftovers';
import { databaseKind, type TestDatabase } from './test-database';

/** A row whose next update is held. */
export interface HeldRow {
  readonly table: string;
  /** The column of its key, and the value. */
  readonly key: string;
  readonly id: string;
}

/** Holds requests between two steps of their commit. */
interface HeldWrites {
  /** Resolves once a request is held. */
  untilReached(): Promise<void>;
  /**
   * Lets requests go on. On SQLite, the process of the held one has ended by then; PostgreSQL ends its statement, and it
   * is stored or not when the promise resolves.
   */
  close(): Promise<void>;
}

/** Holds every request that updates a row, in its commit. */
export const holdWrites = async (database: TestDatabase, row: HeldRow): Promise<HeldWrites> => {
  const dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
  const held = databaseKind === 'postgres' ? await lockedRow(dataSource, row) : await endlessUpdate(dataSource, row);
  return keepTrack({
    untilReached: async () => {
      while (!(await held.isReached()));
    },
    close: async () => {
      if (!dataSource.isInitialized) return;
      await held.release();
      await dataSource.destroy();
    },
  });
};

interface Hold {
  isReached(): Promise<boolean>;
  release(): Promise<void>;
}

const RUNNING = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend' AND state <> 'idle'`;

/** A lock on the row. */
const lockedRow = async (dataSource: DataSource, { table, key, id }: HeldRow): Promise<Hold> => {
  const holder = dataSource.createQueryRunner();
  await holder.query('BEGIN');
  await holder.query(`SELECT 1 FROM ${table} WHERE ${key} = $1 FOR UPDATE`, [id]);
  const held = 'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))';
  return {
    isReached: async () => ((await holder.query(held)) as unknown[]).length > 0,
    release: async () => {
      await holder.query('ROLLBACK');
      while (((await holder.query(RUNNING)) as unknown[]).length > 0);
      await holder.release();
    },
  };
};

const MANY_BYTES = 32 * 1024 * 1024;

/**
 * A trigger that never ends. Before, it writes more than SQLite keeps in memory, so that what the transaction has written
 * until then is in the write-ahead log on the disk.
 */
const endlessUpdate = async (dataSource: DataSource, { table, key, id }: HeldRow): Promise<Hold> => {
  const logSize = async (): Promise<number> => (await stat(`${String(dataSource.options.database)}-wal`)).size;
  await dataSource.query('CREATE TABLE held_content (content BLOB)');
  await dataSource.query(
    'CREATE VIEW endless AS WITH RECURSIVE numbers(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers',
  );
  await dataSource.query(`CREATE TRIGGER held BEFORE UPDATE ON ${table} WHEN OLD.${key} = '${id}' BEGIN
    INSERT INTO held_content VALUES (zeroblob(${MANY_BYTES}));
    SELECT count(*) FROM endless;
  END`);
  // An earlier hold left a long log, which SQLite would write again from its beginning.
  await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)');
  const before = await logSize();
  return {
    isReached: async () => (await logSize()) - before > MANY_BYTES / 2,
    release: async () => {
      for (const made of ['TRIGGER held', 'VIEW endless', 'TABLE held_content']) await dataSource.query(`DROP ${made}`);
    },
  };
};
