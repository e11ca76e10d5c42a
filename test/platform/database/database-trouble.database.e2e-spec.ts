import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { Client } from '../../../src/clients/client.entity';
import { WriteCheckTask } from '../../../src/platform/replay/write-check.task';
import { aClient } from '../../support/a-client';
import { LockedDatabase } from '../../support/locked-database';
import { NetworkBetween } from '../../support/network-between';
import { expectRefusal } from '../../support/refusal';
import { RefusedWrites } from '../../support/refused-writes';
import { stopTasks } from '../../support/stop-tasks';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';
import { untilServed } from '../../support/until-served';

const LIMITS = { DATABASE_TIMEOUT: '300', DATABASE_POOL_SIZE: '2' };

const expectUnavailable = (answer: Answer): void => {
  expectRefusal(answer, 503, 'temporarily_unavailable');
  expect(answer.headers.get('retry-after')).toBe('1');
};

/** What a server logs from now on. */
const linesOf = ({ app }: TestServer): unknown[][] => {
  const lines: unknown[][] = [];
  const at =
    (level: string) =>
    (...line: unknown[]): void =>
      void lines.push([level, ...line.slice(0, -1)]);
  app.useLogger({ log: at('log'), warn: at('warn'), error: at('error') });
  return lines;
};

describe('a database that does not serve', () => {
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await createTestApp(LIMITS, database);
    await server.registerToken();
    await stopTasks(server);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  /** As the task does: the first check after a failure waits for another one, the second one writes. */
  const checkWrites = async (): Promise<void> => {
    const task = server.app.get(WriteCheckTask);
    await task.check();
    await task.check();
  };

  const registrations = (): Promise<number> => server.app.get(DataSource).getRepository(Client).count();

  it('because it is locked gives 503 in time, has stored nothing, and serves once it is not', async () => {
    const before = await registrations();
    const lock = await LockedDatabase.lock(database);
    expectUnavailable(await server.postRegister(aClient()));
    await lock.close();
    expect((await server.postRegister(aClient())).status).toBe(201);
    expect(await registrations()).toBe(before + 1);
  });

  if (databaseKind === 'postgres') {
    it('because some rows are locked is not one that takes no writes', async () => {
      const { json } = await server.get('/health/ready');
      expect(json['details']).toMatchObject({ database: { status: 'up', writes: { status: 'up' } } });
    });

    it('because all connections are in use gives 503 in time to those who wait for one', async () => {
      const lock = await LockedDatabase.lock(database);
      const holders = [1, 2].map(() => server.postRegister(aClient()));
      await lock.untilAwaitedBy(2);
      const others = [1, 2, 3, 4].map(() => server.postRegister(aClient()));
      for (const answer of await Promise.all([...holders, ...others])) expectUnavailable(answer);
      await lock.close();
      expect((await server.postRegister(aClient())).status).toBe(201);
    });

    it('because it restarts gives 503 to what was under way, and then serves by new connections', async () => {
      const lock = await LockedDatabase.lock(database);
      const writer = server.postRegister(aClient());
      await lock.untilAwaitedBy(1);
      await lock.endOthers();
      expectUnavailable(await writer);
      await lock.close();
      expect((await server.postRegister(aClient())).status).toBe(201);
    });

    it('because the network loses everything gives 503 in time, and serves once it is mended', async () => {
      const url = new URL(database.url);
      const network = await NetworkBetween.to(url);
      url.port = String(network.port);
      const beyond = await createTestApp({ ...LIMITS, DATABASE_URL: url.href }, database);
      const before = await registrations();
      await beyond.registerToken();
      network.cut();
      const answers = await Promise.all([1, 2, 3].map(() => beyond.postRegister(aClient())));
      answers.forEach(expectUnavailable);
      network.mend();
      // A connection that was begun in between is still waited for.
      expect((await untilServed(() => beyond.postRegister(aClient()))).status).toBe(201);
      expect(await registrations()).toBe(before + 1);
      await beyond.close();
    });
  }

  it('because it takes no writes gives 503, and tells it in the readiness and, at its beginning and its end, in the log', async () => {
    await checkWrites();
    const lines = linesOf(server);
    const refuser = await RefusedWrites.in(server);
    for (const answer of await Promise.all([1, 2, 3].map(() => server.postRegister(aClient()))))
      expectUnavailable(answer);
    const readiness = async (): Promise<unknown> => {
      const { status, json } = await server.get('/health/ready');
      expect(status).toBe(200);
      return (json['details'] as { database: { writes: unknown } }).database.writes;
    };
    const reason = expect.stringMatching(/readonly|No space left/) as string;
    expect(await readiness()).toEqual({ status: 'down', reason, since: expect.stringMatching(/^\d{4}-.*Z$/) });
    await checkWrites();
    expect(await readiness()).toMatchObject({ status: 'down' });
    await refuser.end();
    await checkWrites();
    expect(await readiness()).toEqual({ status: 'up' });
    expect((await server.postRegister(aClient())).status).toBe(201);
    // A warning says every ten seconds how many requests failed.
    expect(lines.filter(([level]) => level !== 'warn')).toEqual([
      ['error', { reason }, 'the database takes no writes'],
      ['log', { since: expect.any(Date) }, 'the database takes writes again'],
    ]);
    expect(lines.map(([, members]) => Object.keys(members as object)).flat()).not.toContain('err');
  });

  if (databaseKind === 'sqlite') {
    it.each([
      ['vanished', () => Promise.resolve()],
      ['was replaced', (path: string, aside: string) => copyFile(aside, path)],
    ])('because its file %s stores nothing, is not ready, and serves once the file is back', async (_, replace) => {
      const lines = linesOf(server);
      const path = database.url.slice('sqlite:'.length);
      const aside = `${path}.aside`;
      await rename(path, aside);
      await replace(path, aside);
      const before = existsSync(path);
      for (const answer of await Promise.all([1, 2, 3].map(() => server.postRegister(aClient()))))
        expectUnavailable(answer);
      for (const answered of [await server.get('/health/ready'), await server.get('/health/ready')]) {
        const { status, json } = answered;
        expect([status, json['error_description']]).toEqual([503, expect.stringMatching(/file is not in its place/)]);
      }
      expect(existsSync(path)).toBe(before);
      await rename(aside, path);
      await checkWrites();
      expect((await server.get('/health/ready')).status).toBe(200);
      expect((await server.postRegister(aClient())).status).toBe(201);
      const why = expect.stringMatching(/^the SQLite file .* was deleted, moved or replaced; put it back/) as string;
      expect(lines.filter(([level]) => level === 'error')).toEqual([
        ['error', { reason: why }, 'the database takes no writes'],
        ['error', {}, expect.stringMatching(/^not ready, /)],
      ]);
      expect(lines.at(-1)).toEqual(['log', 'ready again']);
    });
  }
});
