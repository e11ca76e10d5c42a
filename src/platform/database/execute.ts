import type { Pool } from 'pg';
import type { Database } from 'sqlite3';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { SqliteDriver } from 'typeorm/driver/sqlite/SqliteDriver';
import type { Row } from './rows';

/**
 * Runs one statement, written for both databases with `$1`, as a transaction of its own, and returns its rows. It calls
 * the driver directly, because the runner of TypeORM costs more than the statement. Throws `QueryFailedError`.
 */
export const execute = async (dataSource: DataSource, text: string, parameters: unknown[]): Promise<readonly Row[]> => {
  try {
    return dataSource.options.type === 'postgres'
      ? await onPostgres((dataSource.driver as PostgresDriver).master as Pool, text, parameters)
      : await onSqlite((dataSource.driver as SqliteDriver).databaseConnection as Database, text, parameters);
  } catch (error) {
    throw new QueryFailedError(text, [], error as Error);
  }
};

/**
 * Runs one statement as {@link execute} does, in the transaction of `manager`. On SQLite, where all writes have one
 * connection, every statement on it belongs to the open transaction.
 */
export const executeWithin = async (
  { connection, queryRunner }: EntityManager,
  text: string,
  parameters: unknown[],
): Promise<readonly Row[]> => {
  if (connection.options.type !== 'postgres') return execute(connection, text, parameters);
  if (!queryRunner) throw new Error('a statement runs within a transaction');
  const { records } = (await queryRunner.query(text, parameters, true)) as { records: Row[] };
  return records;
};

const onPostgres = async (pool: Pool, text: string, parameters: unknown[]): Promise<readonly Row[]> =>
  (await pool.query<Row>(text, parameters)).rows;

const onSqlite = (connection: Database, text: string, parameters: unknown[]): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    connection.all<Row>(text, parameters, (error, rows) => {
      if (error) reject(error);
      else resolve(rows);
    });
  });
