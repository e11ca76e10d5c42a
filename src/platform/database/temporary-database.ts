import { DataSource } from 'typeorm';
import { sqliteDriver } from './sqlite-driver';

/**
 * Opens a database for the intermediate values of this process, with one temporary table. SQLite keeps the table in a file
 * without a name, which ends with the process, and only a few megabytes of it in memory. `columns` is the definition of
 * the columns.
 */
export const openTemporaryTable = async (name: string, columns: string): Promise<DataSource> => {
  const options = { type: 'sqlite', database: ':memory:', driver: sqliteDriver } as const;
  const dataSource = await new DataSource(options).initialize();
  await dataSource.query('PRAGMA temp_store = FILE');
  await dataSource.query(`CREATE TEMPORARY TABLE ${name} (${columns})`);
  return dataSource;
};
