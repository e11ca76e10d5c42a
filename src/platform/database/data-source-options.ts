import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { requirePostgresUrl, written } from '../config/postgres-url';
import { StartFailure } from '../config/start-failure';
import { postgresAddress } from './postgres-address';
import type * as Postgres from './postgres-driver';
import { postgresTimeouts } from './postgres-timeouts';
import type * as Sqlite from './sqlite-driver';
import { sqlitePathOf } from './sqlite-path';

/** The limits towards the database: connections of PostgreSQL, milliseconds until it answers, how old a connection gets. */
interface DatabaseLimits {
  readonly poolSize: number;
  readonly timeoutMs: number;
  readonly maxAgeMs?: number;
}

/** The limits of the command line tools, which run alone. */
const DEFAULT_LIMITS: DatabaseLimits = { poolSize: 2, timeoutMs: 5_000 };

/**
 * The options of TypeORM for a `DATABASE_URL`: one set of migrations for both databases, never `synchronize`. With
 * `migrationsRun` the schema is migrated when the database is opened. Only the driver of that database is loaded.
 */
export const dataSourceOptions = (
  databaseUrl: string,
  migrationsRun = false,
  { poolSize, timeoutMs, maxAgeMs = 0 } = DEFAULT_LIMITS,
): DataSourceOptions => {
  const common = {
    migrations: [join(__dirname, 'migrations', '*.{js,ts}')],
    migrationsRun,
    synchronize: false,
    logger: 'debug', // silent: the code that runs a statement reports its error
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  } satisfies Partial<DataSourceOptions>;
  const database = sqlitePathOf(databaseUrl);
  return database === undefined
    ? {
        ...common,
        type: 'postgres',
        driver: (require('./postgres-driver') as typeof Postgres).postgresDriver,
        poolSize,
        connectTimeoutMS: timeoutMs,
        extra: { ...postgresAddress(databaseUrl), ...postgresTimeouts(timeoutMs), maxLifetimeSeconds: maxAgeMs / 1000 },
      }
    : {
        ...common,
        type: 'sqlite',
        database,
        driver: (require('./sqlite-driver') as typeof Sqlite).sqliteDriver,
        busyTimeout: timeoutMs,
      };
};

/**
 * Throws {@link StartFailure} if the database does not exist. Opening it would create it, and a command with a wrong
 * `DATABASE_URL` would then do its work on an empty database. `otherwise` is the option that permits creation.
 */
export const requireDatabase = (databaseUrl: string, otherwise: string): void => {
  const path = sqlitePathOf(databaseUrl);
  if (path !== undefined && !existsSync(path))
    throw new StartFailure(
      `DATABASE_URL: there is no ${describeDatabase(databaseUrl)}; set it to the database of the server, or make a new one with ${otherwise}`,
    );
};

/** The address of a database without its credentials, for people to read. */
export const describeDatabase = (databaseUrl: string): string => {
  const path = sqlitePathOf(databaseUrl);
  if (path !== undefined) return path === ':memory:' ? 'SQLite in memory' : `SQLite file ${path}`;
  const { hosts, path: name } = requirePostgresUrl(databaseUrl);
  return `PostgreSQL ${hosts.map(written).join(',')}${name}`;
};
