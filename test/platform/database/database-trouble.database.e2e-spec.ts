import { DataSource } from 'typeorm';
import { Client } from '../../../src/clients/client.entity';
import { aClient } from '../../support/a-client';
import { LockedDatabase } from '../../support/locked-database';
import { NetworkBetween } from '../../support/network-between';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';
import { untilServed } from '../../support/until-served';

const LIMITS = { DATABASE_TIMEOUT: '300', DATABASE_POOL_SIZE: '2' };

const expectUnavailable = (answer: Answer): void => {
  expectRefusal(answer, 503, 'temporarily_unavailable');
  expect(answer.headers.get('retry-after')).toBe('1');
};

describe('a database that does not serve', () => {
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await createTestApp(LIMITS, database);
    await server.registerToken();
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

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
});
