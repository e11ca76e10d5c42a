import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase, MIGRATED, PREPARED } from './postgres-databases';

declare const TEST_DATABASE: 'sqlite' | 'postgres';

/** A database that several applications may share. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Which database this run of the suite is on. */
export const databaseKind = TEST_DATABASE;

/** A database without tables, for what is about the first start of a server: of its own, according to the jest project. */
export const emptyDatabase = (): Promise<TestDatabase> =>
  TEST_DATABASE === 'sqlite' ? sqliteFile() : postgresDatabase();

/** A database with the schema, which lacks signing keys: for other `SECRET_KEYS` than those of the tests. */
export const migratedDatabase = (): Promise<TestDatabase> =>
  TEST_DATABASE === 'sqlite' ? sqliteFile(MIGRATED) : postgresDatabase(MIGRATED);

/** A database as the first start of a server leaves it: the schema, the signing keys under the tests' `SECRET_KEYS`. */
export const preparedDatabase = (): Promise<TestDatabase> =>
  TEST_DATABASE === 'sqlite' ? sqliteFile(PREPARED) : postgresDatabase(PREPARED);

const sqliteFile = async (copied?: string): Promise<TestDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-test-'));
  const file = join(folder, 'test.sqlite');
  if (copied !== undefined) await copyFile(join(process.env['TEST_SQLITE_FOLDER'] ?? '', copied), file);
  return { url: `sqlite:${file}`, drop: () => rm(folder, { recursive: true, force: true }) };
};

const postgresDatabase = async (copied?: string): Promise<TestDatabase> => {
  const server = process.env['TEST_POSTGRES_URL'] ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(server, name, copied);
  return { url, drop: () => dropDatabase(server, name) };
};
