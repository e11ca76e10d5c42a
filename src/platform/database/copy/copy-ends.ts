import { existsSync, realpathSync, statSync } from 'node:fs';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { StartFailure } from '../../config/start-failure';
import { ALL_ENTITIES } from '../all-entities';
import { dataSourceOptions, describeDatabase } from '../data-source-options';
import { sqlitePathOf } from '../sqlite-path';
import { migratePostgres, migrateSqlite } from '../migrate';
import { makeDurable, openDatabase, unusable } from '../open-database';
import { APPLICATION_NAME, postgresAddress } from '../postgres-address';
import { NO_TIMEOUTS } from '../postgres-timeouts';
import { isBehind, schemaDifference } from '../schema';
import { markUnfinished, unfinishedCopyOf } from './copy-mark';
import { CopiedTable } from './copied-table';

/** How this command appears in `pg_stat_activity`. */
const COPY = 'clientele copy';

/** Without the time-outs of requests: the sort of a large table takes longer. */
const optionsOf = (databaseUrl: string): DataSourceOptions => {
  const options = { ...dataSourceOptions(databaseUrl), entities: [...ALL_ENTITIES] };
  if (options.type !== 'postgres') return options;
  const extra: unknown = { ...(options.extra as object), ...NO_TIMEOUTS, application_name: COPY };
  return { ...options, extra, poolSize: 3 };
};

/** The tables of all entities, by name. */
export const copiedTables = (dataSource: DataSource): readonly CopiedTable[] =>
  dataSource.entityMetadatas
    .map((metadata) => new CopiedTable(metadata))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

/**
 * Opens the database that is copied, and keeps this connection from writing to it. Throws {@link StartFailure} if it cannot
 * be used, or if its schema is not that of this program.
 */
export const openSource = async (databaseUrl: string): Promise<DataSource> => {
  const dataSource = await openDatabase({
    ...optionsOf(databaseUrl),
    migrationsRun: false,
    databaseUrl,
    startTimeoutMs: 0,
  });
  const { newer } = await schemaDifference(dataSource);
  if (newer.length > 0) {
    await dataSource.destroy();
    throw new StartFailure(
      `DATABASE_URL: the schema is newer than this program, which does not know ${newer.join(', ')}; copy with the newer version`,
    );
  }
  if (dataSource.options.type === 'sqlite') await dataSource.query('PRAGMA query_only = ON');
  return dataSource;
};

/**
 * Opens the database that becomes the copy, with a schema and marked as unfinished. Throws {@link StartFailure} if it
 * cannot be used, if it is the source itself, or if it has data that are not of an unfinished copy of this source.
 */
export const openTarget = async (databaseUrl: string, source: DataSource, sourceName: string): Promise<DataSource> => {
  if (sqlitePathOf(databaseUrl) === ':memory:')
    throw new StartFailure('--to must outlive this command; name a file with sqlite:PATH');
  const options = optionsOf(databaseUrl);
  const target = new DataSource(options);
  try {
    await target.initialize();
    if ((await identityOf(source)) === (await identityOf(target)))
      throw new StartFailure('--to must be another database than DATABASE_URL; name an empty one');
    await claim(target, databaseUrl, sourceName);
    if (options.type === 'sqlite') await makeDurable(target);
    if (options.type === 'postgres') await migratePostgres(options);
    else await migrateSqlite(target);
    return target;
  } catch (cause) {
    if (target.isInitialized) await target.destroy();
    throw unusable('--to', databaseUrl, cause);
  }
};

/** Marks an empty database as the copy of a source. Throws {@link StartFailure} if it is not empty, and not so marked. */
const claim = async (target: DataSource, databaseUrl: string, sourceName: string): Promise<void> => {
  const begun = await unfinishedCopyOf(target);
  if (begun === sourceName) return;
  if (begun !== undefined)
    throw new StartFailure(
      `--to must not be the unfinished copy of ${begun}; go on with that copy, or name an empty one`,
    );
  await isBehind(target); // throws for the schema of another program
  const filled = await firstFilled(target);
  if (filled !== undefined)
    throw new StartFailure(
      `--to must be an empty database, and ${describeDatabase(databaseUrl)} has rows in ${filled}; name another one`,
    );
  await markUnfinished(target, sourceName);
};

/** The name of a table that has rows; nothing if there is none. */
const firstFilled = async (target: DataSource): Promise<string | undefined> => {
  const runner = target.createQueryRunner();
  try {
    for (const { name } of copiedTables(target)) {
      if (!(await runner.hasTable(name))) continue;
      const rows = (await runner.query(`SELECT 1 FROM "${name}" LIMIT 1`)) as unknown[];
      if (rows.length > 0) return name;
    }
    return undefined;
  } finally {
    await runner.release();
  }
};

/** What two addresses of one database have in common: the file, or the start of the server and the name. */
const identityOf = async (dataSource: DataSource): Promise<string> => {
  if (dataSource.options.type === 'sqlite') {
    const { dev, ino } = statSync(dataSource.options.database);
    return `${dev} ${ino}`;
  }
  const text = 'SELECT pg_postmaster_start_time()::text || current_database() AS identity';
  const [row] = await dataSource.query<{ identity: string }[]>(text);
  return row?.identity ?? '';
};

/** The address of a database without credentials, the same from each folder. */
export const nameOf = (databaseUrl: string): string => {
  const path = sqlitePathOf(databaseUrl);
  return describeDatabase(path === undefined ? databaseUrl : `sqlite:${existsSync(path) ? realpathSync(path) : path}`);
};

/**
 * Whether servers use a database. Call it before this process keeps the file of SQLite open: the last program that closes
 * it removes the write-ahead log. One that a killed program left is removed here, so one that stays is in use.
 */
export const isServed = async (databaseUrl: string): Promise<boolean> => {
  const path = sqlitePathOf(databaseUrl);
  const log = path === undefined ? undefined : `${path}-wal`;
  if (log !== undefined && !existsSync(log)) return false;
  const dataSource = await new DataSource({ ...optionsOf(databaseUrl), entities: [] }).initialize();
  try {
    if (log === undefined) return await hasServers(dataSource, databaseUrl);
    await dataSource.query('SELECT count(*) FROM sqlite_master');
  } finally {
    await dataSource.destroy();
  }
  return existsSync(log);
};

/** Servers have the name of the same address, or the usual one. */
const hasServers = async (postgres: DataSource, databaseUrl: string): Promise<boolean> => {
  const text = `SELECT count(*) AS servers FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ($1, $2)`;
  const names = [APPLICATION_NAME, postgresAddress(databaseUrl).application_name];
  const [row] = await postgres.query<{ servers: string }[]>(text, names);
  return Number(row?.servers) > 0;
};
