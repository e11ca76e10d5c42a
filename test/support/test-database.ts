import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

declare const TEST_DATABASE: 'sqlite' | 'postgres';

/** An empty database that several applications may share. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Which database this run of the suite is on. */
export const databaseKind = TEST_DATABASE;

/** A SQLite file or a PostgreSQL database of its own, according to the jest project. */
export const emptyDatabase = (): Promise<TestDatabase> =>
  TEST_DATABASE === 'sqlite' ? sqliteFile() : postgresDatabase();

const sqliteFile = async (): Promise<TestDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-test-'));
  return {
    url: `sqlite:${join(folder, 'test.sqlite')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
};

const postgresDatabase = async (): Promise<TestDatabase> => {
  const server = process.env['TEST_POSTGRES_URL'] ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
};

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
