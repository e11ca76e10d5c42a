import { Logger } from '@nestjs/common';
import { freePort } from '../../../scripts/free-port';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { DatabaseCounts } from '../../../src/platform/rate-limits/database-counts.store';
import { ALL_BUT_DATE } from '../../support/all-but-date';
import { aClient } from '../../support/a-client';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';

/** SQLite serves one machine, whose counts are in memory. */
const SHARED: Readonly<Record<string, string>> = databaseKind === 'postgres' ? { RATE_LIMIT_STORE: 'database' } : {};
const LIMITED = {
  ...SHARED,
  REGISTRATION_MODE: 'open',
  OPEN_REGISTRATION_POLICY: 'none',
  RATE_LIMIT_REGISTER: '5',
  RATE_LIMIT_UPDATE: '3',
  RATE_LIMIT_FAILED_AUTH: '4',
  TRUST_PROXY: '127.0.0.1',
};

describe('the rate limits of several nodes', () => {
  let database: TestDatabase;
  let nodes: TestServer[];
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    one = await createTestApp(LIMITED, database);
    // On SQLite the second node is the first, as all requests of one machine share the counts.
    other = databaseKind === 'postgres' ? await createTestApp(LIMITED, database) : one;
    nodes = [one, other];
  });

  afterAll(async () => {
    for (const node of new Set(nodes)) await node.close();
    await database.drop();
  });

  const statement = (text: string, parameters: unknown[] = []): Promise<readonly object[]> =>
    one.app.get(TransactionsService).statement(text, parameters);
  const pointsOf = async (address: string): Promise<number> => {
    const [row] = await statement('SELECT points FROM rate_limit_counts WHERE key = $1', [
      `register register ${address}`,
    ]);
    return (row as { points: number }).points;
  };
  const register = (node: TestServer, address: string): Promise<Answer> =>
    node.postRegister(aClient(), { 'X-Forwarded-For': address });
  const statusesOf = async (times: number, work: (node: TestServer) => Promise<Answer>): Promise<number[]> => {
    const answers = await Promise.all(Array.from({ length: times }, (_, index) => work(nodes[index % 2] ?? one)));
    return answers.map(({ status }) => status).sort();
  };

  it('permit to one address exactly the number of registrations of the limit, on all nodes together', async () => {
    const statuses = await statusesOf(16, (node) => register(node, '192.0.2.1'));
    expect(statuses).toEqual([...Array<number>(5).fill(201), ...Array<number>(11).fill(429)]);
  });

  it('of a refused request say in OAuth JSON, and in Retry-After, how long to wait', async () => {
    for (let count = 0; count < 5; count += 1) expect((await register(one, '192.0.2.2')).status).toBe(201);
    const refused = await register(other, '192.0.2.2');
    expectRefusal(refused, 429, 'temporarily_unavailable');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(refused.json['error_description']).toContain(`${seconds} seconds`);
  });

  it('count a refused registration as a tenth on all nodes', async () => {
    const bad = (node: TestServer): Promise<Answer> =>
      node.postRegister({ redirect_uris: ['http://app.example/'] }, { 'X-Forwarded-For': '192.0.2.3' });
    for (let count = 0; count < 10; count += 1) expect((await bad(count % 2 ? one : other)).status).toBe(400);
    while (databaseKind === 'postgres' && (await pointsOf('192.0.2.3')) > 10); // given back after the response
    const statuses = await statusesOf(8, (node) => register(node, '192.0.2.3'));
    expect(statuses.filter((status) => status === 201)).toHaveLength(4);
  });

  it('count the updates of a client, and failed authentications, on all nodes', async () => {
    const client = await one.register(aClient());
    const headers = { Authorization: `Bearer ${client.registration_access_token}` };
    const update = (node: TestServer): Promise<Answer> =>
      node.send(
        'PATCH',
        `/register/${client.client_id}`,
        { ...headers, 'Content-Type': 'application/merge-patch+json' },
        '{"client_name":"x"}',
      );
    const updates = await statusesOf(8, update);
    expect(updates.filter((status) => status === 429)).toHaveLength(5);
    const guess = (node: TestServer): Promise<Answer> =>
      node.token(
        { grant_type: 'client_credentials', client_id: client.client_id, client_secret: 'wrong' },
        { 'X-Forwarded-For': '192.0.2.4' },
      );
    const guesses: number[] = [];
    for (let count = 0; count < 8; count += 1) guesses.push((await guess(nodes[count % 2] ?? one)).status);
    expect(guesses).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
  });

  it('count in the memory of each process while the store fails, and together again afterwards', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const log = jest.spyOn(Logger.prototype, 'log');
    await statement('ALTER TABLE rate_limit_counts RENAME TO away');
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) statuses.push((await register(one, '192.0.2.5')).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429, 429]);
    const warnings = warn.mock.calls.map(([, line]) => line as unknown);
    await statement('ALTER TABLE away RENAME TO rate_limit_counts');
    jest.useFakeTimers({ advanceTimers: true, now: Date.now() + 6_000, doNotFake: ALL_BUT_DATE });
    expect((await register(one, '192.0.2.7')).status).toBe(201); // asks the store again
    const together = await statusesOf(16, (node) => register(node, '192.0.2.6'));
    jest.useRealTimers();
    if (databaseKind === 'postgres') {
      expect(warnings).toEqual(['the database is not available: this process counts for itself until it is']);
      expect(log.mock.calls.flat()).toContain('the database is available again and counts for all processes');
    }
    expect(together.filter((status) => status === 201)).toHaveLength(5);
    jest.restoreAllMocks();
  });

  it('count in the memory of the process if there is no Redis where REDIS_URL says', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
    const alone = await createTestApp({ ...LIMITED, RATE_LIMIT_STORE: 'redis', REDIS_URL }, database);
    const statuses = await Promise.all(Array.from({ length: 8 }, () => register(alone, '192.0.2.8')));
    expect(statuses.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(warn.mock.calls.map(([, line]) => line as unknown)).toEqual([
      'Redis is not available: this process counts for itself until it is',
    ]);
    await alone.close();
    jest.restoreAllMocks();
  });

  it('are deleted from the database once their window has ended', async () => {
    await statement("INSERT INTO rate_limit_counts (key, points, expire) VALUES ('past', 1, 1), ('future', 1, $1)", [
      Date.now() + 60_000,
    ]);
    await one.app.get(DatabaseCounts).sweep();
    expect(await statement("SELECT key FROM rate_limit_counts WHERE key IN ('past', 'future')")).toEqual([
      { key: 'future' },
    ]);
  });
});
