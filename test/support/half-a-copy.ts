import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import type { ServerProcess } from './server-process';
import { databaseKind, type TestDatabase } from './test-database';

/** Waits until a copy has written some rows of a table, stops it there by a lock, and kills it; gives that number. */
export const killInTheMiddle = async (copy: ServerProcess, target: TestDatabase, table: string): Promise<number> => {
  const dataSource = await new DataSource(dataSourceOptions(target.url)).initialize();
  const runner = dataSource.createQueryRunner();
  const rows = async (): Promise<number> => {
    const [row] = (await runner.query(`SELECT count(*) AS rows FROM ${table}`)) as { rows: number | string }[];
    return Number(row?.rows);
  };
  try {
    while (!(await runner.hasTable(table)) || (await rows()) === 0);
    await runner.query(databaseKind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    if (databaseKind === 'postgres') await runner.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const written = await rows();
    copy.signal('SIGKILL');
    await copy.ended;
    await runner.query('ROLLBACK');
    if (databaseKind === 'postgres') await untilForgotten(dataSource);
    return written;
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
};

/** PostgreSQL finishes the statement of a program that was killed. */
const untilForgotten = async (dataSource: DataSource): Promise<void> => {
  const text = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'clientele copy'`;
  while ((await dataSource.query<unknown[]>(text)).length > 0);
};
