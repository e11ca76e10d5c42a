import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { freePort } from '../../../scripts/free-port';
import { openSource } from '../../../src/platform/database/copy/copy-ends';
import { dataSourceOptions } from '../../../src/platform/database/data-source-options';
import { StartFailure } from '../../../src/platform/config/start-failure';
import { aClient } from '../../support/a-client';
import { DatabaseUser } from '../../support/database-user';
import { LockedDatabase } from '../../support/locked-database';
import { managing } from '../../support/managing';
import { SECRET_KEYS } from '../../support/secret-keys';
import { type Ending, startProcess } from '../../support/server-process';
import { createTestApp, type Variables } from '../../support/test-app';
import { databaseKind, emptyDatabase, migratedDatabase, preparedDatabase } from '../../support/test-database';

/** One clear line for the operator, exit code 1, and nothing that only a developer understands. */
const expectClearFailure = ({ code, stdout, stderr }: Ending, line: RegExp): void => {
  expect({ stderr, matches: line.test(stderr) }).toEqual({ stderr, matches: true });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
  expect(stdout).toBe('');
};

/** The same for a start in this process: the program prints the sentence of a `StartFailure`, and only that. */
const expectRefusedStart = async (
  variables: Variables & { readonly DATABASE_URL: string },
  line: RegExp,
): Promise<void> => {
  const started = createTestApp(variables, { url: variables.DATABASE_URL, drop: () => Promise.resolve() });
  const failure = await started.then(undefined, (error: unknown) => error);
  expect(failure).toBeInstanceOf(StartFailure);
  const { message } = failure as StartFailure;
  expect(message).toMatch(line);
  expect(message.trim().split('\n')).toHaveLength(1);
};

/** In a process of its own. */
const startWith = async (variables: Readonly<Record<string, string>>): Promise<Ending> =>
  (await startProcess({ SECRET_KEYS, ...variables })).ended;

describe('a start that fails', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-start-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('the keys do not fit the database', async () => {
    const database = await preparedDatabase();
    const SECRET_KEYS = `1:${Buffer.alloc(32, 8).toString('base64')}`;
    await expectRefusedStart({ DATABASE_URL: database.url, SECRET_KEYS }, /^SECRET_KEYS: .*do not fit/);
    await database.drop();
  });

  const changed = async (url: string, statements: readonly string[]): Promise<void> => {
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    for (const statement of statements) await dataSource.query(statement);
    await dataSource.destroy();
  };

  it('is none where the database is busy for longer than a request would wait', async () => {
    const database = await preparedDatabase();
    const lock = await LockedDatabase.lock(database);
    const warned = jest.spyOn(Logger.prototype, 'warn');
    warned.mockImplementation(() => void lock.close());
    const server = await createTestApp({ DATABASE_TIMEOUT: '100' }, database);
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(/busy; the start waits for it/));
    warned.mockRestore();
    await server.close();
    await database.drop();
  });

  it('the schema is of an abandoned version, or of another program', async () => {
    const database = await emptyDatabase();
    await changed(database.url, ['CREATE TABLE clients (name text)']);
    await expect(createTestApp({}, database)).rejects.toThrow(
      /^DATABASE_URL: .*: it holds tables of the same names that no migration of this program made; use an empty/,
    );
    await changed(database.url, ['DROP TABLE clients']);
    await (await createTestApp({}, database)).close();
    await changed(database.url, [`UPDATE migrations SET name = 'Init1700000000000'`]);
    await expect(createTestApp({}, database)).rejects.toThrow(
      /^DATABASE_URL: .*\(Init1700000000000.*; use the version/,
    );
    await database.drop();
  });

  it('is none where the schema is newer, but a warning', async () => {
    const database = await preparedDatabase();
    const next = `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'AddMore9999999999999')`;
    await changed(database.url, [next]);
    const warned = jest.spyOn(Logger.prototype, 'warn');
    await (await createTestApp({}, database)).close();
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(/newer than this program.*AddMore9999999999999/));
    warned.mockRestore();
    await database.drop();
  });

  it('the schema is not there and may not be made', async () => {
    const database = await emptyDatabase();
    const variables = { DATABASE_URL: database.url, MIGRATE_ON_START: 'false' };
    const isSqlite = databaseKind === 'sqlite';
    await expectRefusedStart(
      variables,
      isSqlite ? /there is no SQLite file .*; .* clientele migrate --create-database$/ : /schema is not up to date/,
    );
    if (isSqlite) expect(await readdir(dirname(database.url.slice('sqlite:'.length)))).toEqual([]);
    await database.drop();
  });

  if (databaseKind === 'sqlite') {
    it('wrong variables: all of them are named at once', async () => {
      const { code, stdout, stderr } = await startWith({ PORT: 'x', REGISTRATION_MODE: 'shut', LOG_LEVEL: 'loud' });
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.trim().split('\n')).toEqual([
        'The configuration is wrong:',
        expect.stringMatching(/^ {2}- PORT must be /),
        expect.stringMatching(/^ {2}- REGISTRATION_MODE must be /),
        expect.stringMatching(/^ {2}- LOG_LEVEL must be /),
      ]);
    });

    it('the port is taken', async () => {
      const database = await preparedDatabase();
      const other = createServer();
      const port = await freePort();
      await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
      expectClearFailure(
        await startWith({ DATABASE_URL: database.url, PORT: String(port) }),
        /PORT.*the port is taken/,
      );
      await new Promise((done) => other.close(done));
      await database.drop();
    });

    it('a part of the path is a file', async () => {
      await writeFile(join(folder, 'file'), '');
      const DATABASE_URL = `sqlite:${folder}/file/x.sqlite`;
      await expectRefusedStart({ DATABASE_URL }, /^DATABASE_URL: cannot use SQLite file .*directory/);
    });

    it('the path is a directory', async () => {
      await expectRefusedStart({ DATABASE_URL: `sqlite:${folder}` }, /^DATABASE_URL: .*cannot be opened/);
    });

    it('the file is not a database', async () => {
      await writeFile(join(folder, 'letter'), 'Dear database, '.repeat(100));
      const DATABASE_URL = `sqlite:${folder}/letter`;
      await expectRefusedStart({ DATABASE_URL }, /^DATABASE_URL: .*is not a SQLite database/);
    });

    it('leaves no keys beside a file that is not the database', async () => {
      const file = join(folder, 'passwd');
      await writeFile(file, 'root:x:0:0\n'.repeat(100));
      const before = await readdir(folder);
      for (const path of [file, folder]) {
        const failure = await startWith({ DATABASE_URL: `sqlite:${path}`, SECRET_KEYS: '' });
        expectClearFailure(failure, /^DATABASE_URL: /);
        expect(existsSync(`${path}.keys`)).toBe(false);
      }
      expect(await readdir(folder)).toEqual(before);
    });

    it('the file is locked', async () => {
      const database = join(folder, 'locked.sqlite');
      const other = await new DataSource({ type: 'sqlite', database }).initialize();
      await other.query('BEGIN EXCLUSIVE');
      const timeouts = { DATABASE_TIMEOUT: '100', DATABASE_START_TIMEOUT: '100' };
      const DATABASE_URL = `sqlite:${database}`;
      await expectRefusedStart({ DATABASE_URL, ...timeouts }, /^DATABASE_URL: .*locked by another process/);
      await other.destroy();
    });

    it('the keys beside the database are unreadable', async () => {
      await writeFile(join(folder, 'spoiled.keys'), 'not a key');
      const DATABASE_URL = `sqlite:${folder}/spoiled.sqlite`;
      await expectRefusedStart({ DATABASE_URL, SECRET_KEYS: '' }, /^SECRET_KEYS: .*spoiled.keys holds no keys/);
    });
  } else {
    const server = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
    const at = (change: Partial<Pick<URL, 'port' | 'password' | 'pathname' | 'username' | 'hostname'>>) => ({
      DATABASE_URL: Object.assign(new URL(server), change).href,
    });

    it('nothing listens there', async () => {
      const port = String(await freePort());
      await expectRefusedStart(at({ port }), /^DATABASE_URL: cannot use PostgreSQL .*: nothing listens there/);
    });

    it('the password is wrong, and is not printed', async () => {
      const failure = await startWith(at({ password: 'my-wrong-password' }));
      expectClearFailure(failure, /^DATABASE_URL: .*the password is wrong/);
      expect(failure.stderr).not.toContain('my-wrong-password');
    });

    it('the database does not exist', async () => {
      await expectRefusedStart(at({ pathname: '/nowhere' }), /^DATABASE_URL: .*does not exist; create it/);
    });

    describe('for a user of the database with few privileges', () => {
      /** The statements of docs/OPERATING.md, for the user of the server. */
      const documentedGrants = async (): Promise<string[]> => {
        const text = await readFile('docs/OPERATING.md', 'utf8');
        const [, block = ''] = /```sql\n(GRANT [^`]*)```/.exec(text) ?? [];
        const statements = block.split(';').map((one) => one.trim().replace(/clientele_server$/, 'USER'));
        return statements.filter((one) => one.startsWith('GRANT'));
      };
      const tables = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname`;

      it('is none with MIGRATE_ON_START=false and the documented grants, and makes no table', async () => {
        const database = await migratedDatabase();
        const user = await DatabaseUser.of(database);
        const grants = await documentedGrants();
        expect(grants).toHaveLength(2);
        for (const grant of grants) await user.query(grant);
        const before = await user.query(tables);
        const server = await createTestApp({ MIGRATE_ON_START: 'false', DATABASE_URL: user.url }, database);
        const client = await server.register(aClient());
        expect((await managing(server, client).remove()).status).toBe(204);
        expect(await user.query(tables)).toEqual(before);
        await server.close();
        await user.drop();
        await database.drop();
      });

      it('names the privileges that are missing, and how to grant them', async () => {
        const database = await preparedDatabase();
        const user = await DatabaseUser.of(database);
        for (const grant of await documentedGrants()) await user.query(grant);
        await user.query('REVOKE DELETE, UPDATE ON clients FROM USER');
        const variables = { MIGRATE_ON_START: 'false', DATABASE_URL: user.url };
        await expectRefusedStart(
          variables,
          /^DATABASE_URL: the user of the database may not (UPDATE, DELETE|DELETE, UPDATE) on the table clients; .*GRANT/,
        );
        await (await openSource(user.url)).destroy(); // a command that only reads needs none of them
        await user.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO USER');
        await (await createTestApp(variables, database)).close();
        await user.drop();
        await database.drop();
      });

      it('says who migrates, if it has to migrate and may not', async () => {
        const database = await emptyDatabase();
        const user = await DatabaseUser.of(database);
        await expectRefusedStart(
          { DATABASE_URL: user.url },
          /^DATABASE_URL: .*may not change the schema; run clientele migrate as the owner .*MIGRATE_ON_START=false$/,
        );
        await user.drop();
        await database.drop();
      });

      it('is none where each process may have one connection, as behind a pooler: it migrates where it holds the lock', async () => {
        const database = await emptyDatabase();
        const user = await DatabaseUser.of(database, 'CONNECTION LIMIT 2'); // one of them waits for requests meanwhile
        await user.query('GRANT CREATE ON SCHEMA public TO USER');
        const server = await createTestApp({ DATABASE_URL: user.url, DATABASE_POOL_SIZE: '1' }, database);
        expect((await server.postRegister(aClient())).status).toBe(201);
        await server.close();
        await user.drop();
        await database.drop();
      });
    });

    it('the host is not known', async () => {
      await expectRefusedStart(at({ hostname: 'nowhere.invalid' }), /^DATABASE_URL: /);
    });
  }
});
