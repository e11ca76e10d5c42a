import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { ALL_ENTITIES } from '../../src/platform/database/all-entities';
import { copiedTables } from '../../src/platform/database/copy/copy-ends';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { aClient } from '../support/a-client';
import { clientele, startClientele } from '../support/clientele';
import { killInTheMiddle } from '../support/half-a-copy';
import { type Credentials, failuresOf, obtainCredentials } from '../support/registry-credentials';
import type { Ending } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { emptyDatabase, preparedDatabase, type TestDatabase } from '../support/test-database';

/** Tables of the database itself, and of its migrations. */
const NOT_COPIED = ['migrations', 'schema_lock'];

/** A table with so many rows that a copy can be killed in the middle of it. */
const TABLE = 'expiring_entries';
const MANY = 10_000;

interface CopiedTableLine {
  readonly table: string;
  readonly source: { readonly rows: number; readonly hash: string };
  readonly target: { readonly rows: number; readonly hash: string };
  readonly differences: number;
}

const linesOf = ({ stdout }: Ending): readonly CopiedTableLine[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CopiedTableLine);

describe('clientele copy', () => {
  let folder: string;
  let registry: TestDatabase;
  let kept: Credentials;
  const databases: TestDatabase[] = [];

  const copy = (source: TestDatabase, ...words: readonly string[]): Promise<Ending> =>
    clientele({ ...source, variables: { OTHER: `sqlite:${folder}/other.sqlite` } }, 'copy', ...words);
  const another = async (): Promise<TestDatabase> => {
    const database = await emptyDatabase();
    databases.push(database);
    return database;
  };
  const sqliteFile = (name: string): TestDatabase => ({
    url: `sqlite:${join(folder, name)}`,
    drop: () => Promise.resolve(),
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-copy-'));
    registry = await preparedDatabase();
    const server = await createTestApp({}, registry);
    kept = await obtainCredentials(server, folder);
    for (let client = 0; client < 3; client += 1) await server.register(aClient());
    const strange = ['a', 'B', '_', 'é', '～', '🦄', 'tab\tand\nline', `'"\\{}`, '\u0001'].map((id) => [id, 4e12]);
    for (const [id, until] of strange)
      await server.app
        .get(TransactionsService)
        .statement('INSERT INTO expiring_entries (purpose, id, expires_at) VALUES ($1, $2, $3)', ['test', id, until]);
    await server.close();
  });

  afterAll(async () => {
    for (const database of [registry, ...databases]) await database.drop();
    await rm(folder, { recursive: true });
  });

  it('moves a registry to SQLite and back, and every credential works on the other side at once', async () => {
    const [file, back] = [sqliteFile('moved.sqlite'), await another()];
    for (const [source, target] of [
      [registry, file],
      [file, back],
    ] as const) {
      const copied = await copy(source, '--to', target.url, '--json');
      expect(copied).toMatchObject({ code: 0, stderr: expect.stringMatching(/\nThe copy is complete\./) });
      const lines = linesOf(copied);
      expect(lines.filter((line) => line.differences > 0 || line.source.hash !== line.target.hash)).toEqual([]);
      expect(lines.find(({ table }) => table === 'clients')?.target.rows).toBeGreaterThan(5);
      const server = await createTestApp({}, target);
      expect(await failuresOf(server, kept)).toEqual([]);
      await server.close();
    }
  });

  it('goes on after an interruption, also when the registry has changed since', async () => {
    const target = await another();
    const server = await createTestApp({}, registry);
    const { client_id } = await server.register(aClient());
    const served = await copy(registry, '--to', target.url);
    expect(served).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/servers still use the registry; stop them/),
    });
    expect(served.stdout).toMatch(/^table +rows +sha256 +different\n(.*\n)+clients +\d+ +[0-9a-f]{16} +0\n/);

    const refused = await clientele(target, 'clients', 'list');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/DATABASE_URL: this database is an unfinished copy/),
    });
    await change(target, [
      "DELETE FROM clients WHERE client_id <> 'registerClient'",
      'UPDATE policies SET version = 7',
      "INSERT INTO client_counts (credential, living) VALUES ('of nobody', 1)",
    ]);
    const renamed = await server.register(aClient());
    await clientele(registry, 'clients', 'delete', client_id, '--yes');
    await server.close();
    expect(await copy(registry, '--to', target.url)).toMatchObject({ code: 0 });
    const again = await createTestApp({}, target);
    expect(await failuresOf(again, kept)).toEqual([]);
    const shown = async (id: string): Promise<number | null> => (await clientele(target, 'clients', 'show', id)).code;
    expect([await shown(renamed.client_id), await shown(client_id)]).toEqual([0, 1]);
    await again.close();
  });

  it('goes on after SIGKILL, and says when the registry changes faster than it is copied', async () => {
    const [source, target] = [await preparedDatabase(), await another()];
    databases.push(source);
    const server = await createTestApp({}, source);
    const { client_id } = await server.register(aClient());
    await server.close();
    await change(source, [
      `INSERT INTO expiring_entries (purpose, id, expires_at)
       WITH RECURSIVE entries(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM entries WHERE n < ${MANY})
       SELECT 'many', 'entry ' || n, 4000000000000 FROM entries`,
    ]);
    const written = await killInTheMiddle(await startClientele(source, 'copy', '--to', target.url), target, TABLE);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(MANY);
    expect((await clientele(target, 'clients', 'list')).stderr).toContain('this database is an unfinished copy');

    const changed = copy(source, '--to', target.url, '--json');
    const writer = await opened(source.url);
    const writing: { isOver?: boolean } = {};
    const ended = changed.finally(() => (writing.isOver = true));
    for (let entry = 0; !writing.isOver; entry += 1)
      await writer.query(
        `INSERT INTO ${TABLE} (purpose, id, expires_at) VALUES ('new', 'entry ${entry}', 4000000000000)`,
      );
    await writer.destroy();
    expect(await ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\d+ rows differ, because the registry changes faster than it is copied; stop its/),
    });

    const finished = await copy(source, '--to', target.url, '--json');
    expect(finished).toMatchObject({ code: 0, stderr: expect.stringContaining('The copy is complete.') });
    const entries = linesOf(finished).find(({ table }) => table === TABLE);
    expect(entries?.target.rows).toBeGreaterThan(MANY);
    expect(linesOf(finished).filter((line) => line.source.hash !== line.target.hash)).toEqual([]);
    expect((await clientele(target, 'clients', 'show', client_id)).code).toBe(0);
  });

  it('copies a registry that is served, if that is asked for', async () => {
    const server = await createTestApp({}, registry);
    const copied = await copy(registry, '--to-env', 'OTHER', '--while-served');
    expect(copied).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(`\nCopy: SQLite file ${folder}/other.sqlite\n`),
    });
    await server.register(aClient());
    await server.close();
    expect((await clientele(sqliteFile('other.sqlite'), 'clients', 'show', kept.client.client_id)).code).toBe(0);
  });

  it('refuses the same database, one that has data, one of another copy, and a schema that is not current', async () => {
    const [filled, old] = [await preparedDatabase(), await preparedDatabase()];
    databases.push(filled, old);
    await change(old, [`DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations)`]);
    const begun = sqliteFile('begun.sqlite');
    await change(begun, [
      'CREATE TABLE registry_copy (source text PRIMARY KEY)',
      "INSERT INTO registry_copy VALUES ('another')",
    ]);
    const target = sqliteFile('never.sqlite');
    const secret = 'postgres://user:very-secret@127.0.0.1:1/none';
    const endings = [
      await copy(registry, '--to', registry.url),
      await copy(registry, '--to', filled.url),
      await copy(registry, '--to', begun.url),
      await copy(old, '--to', target.url),
      await copy(sqliteFile('none.sqlite'), '--to', target.url),
      await copy(registry),
      await copy(registry, '--to', 'mysql://here'),
      await copy(registry, '--to-env', 'NOT_SET'),
      await copy(registry, '--to', 'sqlite::memory:'),
      await copy(registry, '--to', secret),
    ];
    expect(endings.map(({ code, stdout, stderr }) => [code, stdout, stderr.trim().split('\n').at(-1)])).toEqual(
      [
        [1, /^--to must be another database than DATABASE_URL/],
        [
          1,
          /^--to must be an empty database, and .* has rows in (checkpoint_keys|signing_keys|log_tree|events); name another/,
        ],
        [1, /^--to must not be the unfinished copy of another;/],
        [1, /^DATABASE_URL: the database has no schema, or its schema is not up to date/],
        [1, /^DATABASE_URL: there is no SQLite file/],
        [2, /^--to or --to-env must name the database of the copy/],
        [2, /^--to must be sqlite:PATH/],
        [2, /^--to-env must name a variable that is set; set NOT_SET/],
        [1, /^--to must outlive this command/],
        [1, /^--to: cannot use PostgreSQL 127\.0\.0\.1:1\/none: nothing listens there/],
      ].map(([code, message]): unknown[] => [code, '', expect.stringMatching(message as RegExp)]),
    );
    for (const { stderr } of endings) expect(stderr).not.toContain('very-secret');
    expect(existsSync(join(folder, 'never.sqlite'))).toBe(false);
  });

  it('copies every table that a migration makes', async () => {
    const dataSource = await opened(registry.url, [...ALL_ENTITIES]);
    const catalogue =
      dataSource.options.type === 'postgres'
        ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    const tables = await dataSource.query<{ name: string }[]>(catalogue);
    const made = tables.map(({ name }) => name).filter((name) => !NOT_COPIED.includes(name));
    expect(copiedTables(dataSource).map(({ name }) => name)).toEqual(made.sort());
    await dataSource.destroy();
  });

  const opened = (url: string, entities: string[] = []): Promise<DataSource> =>
    new DataSource({ ...dataSourceOptions(url), entities }).initialize();

  const change = async ({ url }: TestDatabase, statements: readonly string[]): Promise<void> => {
    const dataSource = await opened(url);
    for (const statement of statements) await dataSource.query(statement);
    await dataSource.destroy();
  };
});
