import { DataSource, type DataSourceOptions } from 'typeorm';
import { StartFailure } from '../config/start-failure';
import { describeDatabase, requireDatabase } from './data-source-options';
import { requireNoUnfinishedCopy } from './copy/copy-mark';
import { requireGrants } from './grants';
import { requireInheritedFile } from './inherited-file';
import { migratePostgres, migrateSqlite } from './migrate';
import { isBehind } from './schema';
import { retryStart } from './start-retries.service';

/** The options of TypeORM, the address, and how to open it. */
export type OpeningOptions = DataSourceOptions & {
  readonly databaseUrl: string;
  /** For how many milliseconds the start retries while the database is busy. */
  readonly startTimeoutMs: number;
  /** Whether the program writes to all tables, as the server does, so that privileges that are missing end its start. */
  readonly needsGrants?: boolean;
};

/**
 * Connects, makes SQLite durable (WAL, `synchronous=FULL`) and, if configured, migrates the schema. Otherwise it makes no
 * file, and makes and changes no table; of a file of SQLite with a rollback journal it changes the mode to WAL. Throws
 * {@link StartFailure} with one line about the mistake in `DATABASE_URL`.
 */
export const openDatabase = async ({
  databaseUrl,
  startTimeoutMs,
  needsGrants = false,
  ...options
}: OpeningOptions): Promise<DataSource> => {
  if (!options.migrationsRun) requireDatabase(databaseUrl, 'clientele migrate --create-database');
  try {
    return await retryStart(startTimeoutMs, () => openOnce(options, needsGrants && !options.migrationsRun));
  } catch (cause) {
    throw unusable('DATABASE_URL', databaseUrl, cause);
  }
};

/**
 * The reason why a database cannot be used, for the operator. `setting` is the variable or the option that names the
 * database; its credentials are not part of the sentence.
 */
export const unusable = (setting: string, databaseUrl: string, cause: unknown): StartFailure =>
  cause instanceof StartFailure
    ? cause
    : new StartFailure(`${setting}: cannot use ${describeDatabase(databaseUrl)}: ${reasonOf(cause)}`, { cause });

const openOnce = async (options: DataSourceOptions, checksGrants: boolean): Promise<DataSource> => {
  if (options.type === 'sqlite') requireInheritedFile(options.database);
  const dataSource = new DataSource({ ...options, migrationsRun: false });
  try {
    await dataSource.initialize();
    if (options.type === 'postgres' && checksGrants) await requireGrants(dataSource);
    await requireNoUnfinishedCopy(dataSource);
    if (options.type === 'postgres' && options.migrationsRun) await migratePostgres(options);
    if (options.type === 'sqlite') await makeDurable(dataSource);
    if (options.type === 'sqlite' && options.migrationsRun) await migrateSqlite(dataSource);
    if (!options.migrationsRun) await requireSchema(dataSource);
    return dataSource;
  } catch (cause) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw cause;
  }
};

/** Makes SQLite confirm a COMMIT only when the data are on the disk. */
export const makeDurable = async (dataSource: DataSource): Promise<void> => {
  await dataSource.query('PRAGMA journal_mode = WAL');
  await dataSource.query('PRAGMA synchronous = FULL');
};

const requireSchema = async (dataSource: DataSource): Promise<void> => {
  if (await isBehind(dataSource))
    throw new StartFailure(
      'DATABASE_URL: the database has no schema, or its schema is not up to date; run clientele migrate, or start the server with MIGRATE_ON_START=true',
    );
};

const ALREADY_THERE =
  'it holds tables of the same names that no migration of this program made; use an empty database, or the version that made them';

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'the directory is not writable by this user',
  EROFS: 'the file system is read-only',
  EEXIST: 'a part of the path is not a directory',
  ENOTDIR: 'a part of the path is not a directory',
  SQLITE_CANTOPEN: 'the file cannot be opened; check that its directory exists and is writable',
  SQLITE_READONLY: 'the file is not writable by this user',
  SQLITE_BUSY: 'the file is locked by another process; end that process or use another file',
  SQLITE_NOTADB: 'the file is not a SQLite database',
  ECONNREFUSED: 'nothing listens there; start PostgreSQL or correct the host and port',
  ENOTFOUND: 'the host name is not known',
  ETIMEDOUT: 'the host does not answer',
  '25006': 'every host that answers is read-only, or has not the role of target_session_attrs; name the primary',
  '28P01': 'the password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'the database does not exist; create it first',
  '42P07': ALREADY_THERE,
  '42701': ALREADY_THERE,
  '42710': ALREADY_THERE,
  '42501':
    'the user may not change the schema; run clientele migrate as the owner of the tables, and start the server with MIGRATE_ON_START=false',
};

const reasonOf = (cause: unknown): string => {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'SQLITE_ERROR' && /already exists/.test(message ?? '')) return ALREADY_THERE;
  return (code && REMEDIES[code]) ?? (message || String(code ?? cause)).split('\n')[0] ?? '';
};
