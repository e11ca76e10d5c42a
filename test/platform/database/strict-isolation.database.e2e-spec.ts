import { Client as Connection } from 'pg';
import { aClient } from '../../support/a-client';
import { FLOWS, type Surroundings, surroundings } from '../../support/flows';
import { managing } from '../../support/managing';
import { roundRobin } from '../../support/round-robin';
import { createTestApp } from '../../support/test-app';
import { databaseKind, emptyDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

const AT_ONCE = 20;

/** PostgreSQL then refuses whatever concurrent transactions could not have done one after the other, as distributed databases do. */
const serialise = async ({ url }: TestDatabase): Promise<void> => {
  const connection = new Connection(url);
  await connection.connect();
  const [, name] = new URL(url).pathname.split('/');
  await connection.query(`ALTER DATABASE ${String(name)} SET default_transaction_isolation = 'serializable'`);
  await connection.end();
};

describe('two nodes on a database that isolates transactions strictly', () => {
  let around: Surroundings;
  let database: TestDatabase;
  let nodes: [TestServer, TestServer];

  beforeAll(async () => {
    around = await surroundings();
    database = await emptyDatabase();
    if (databaseKind === 'postgres') await serialise(database);
    nodes = [await createTestApp(around.variables, database), await createTestApp(around.variables, database)];
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  const all = async <Result>(work: (node: TestServer, number: number) => Promise<Result>): Promise<Result[]> => {
    const [one, other] = nodes;
    return Promise.all(Array.from({ length: AT_ONCE }, (_, number) => work(number % 2 === 0 ? one : other, number)));
  };
  const statuses = (answers: readonly { readonly status: number }[]): number[] =>
    [...new Set(answers.map(({ status }) => status))].sort();

  it('starting at once on an empty one they both start', async () => {
    const empty = await emptyDatabase();
    if (databaseKind === 'postgres') await serialise(empty);
    const both = await Promise.all([createTestApp({}, empty), createTestApp({}, empty)]);
    for (const node of both) expect((await node.postRegister(aClient())).status).toBe(201);
    await Promise.all(both.map((node) => node.close()));
    await empty.drop();
  });

  it.each(Object.entries(FLOWS))('%s', async (_name, flow) => {
    await flow(roundRobin(nodes), around);
  });

  it('registrations at once all succeed, those with one key as one', async () => {
    for (const node of nodes) await node.registerToken();
    expect(statuses(await all((node) => node.postRegister(aClient())))).toEqual([201]);
    const headers = { Authorization: `Bearer ${await nodes[0].registerToken()}`, 'Idempotency-Key': 'one' };
    const answers = await all((node) => node.postRegister(aClient(), headers));
    expect(statuses(answers)).toEqual([201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('new secrets of one client, asked for at once, are all answered', async () => {
    const client = await nodes[0].register(aClient());
    expect(statuses(await all((node) => managing(node, client).rotateSecret()))).toEqual([200]);
  });

  it('tokens revoked at once are all revoked', async () => {
    const { client_id, client_secret } = await nodes[0].register(aClient());
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const tokens = await all((node) => node.accessToken({ client_id, client_secret }));
    const about = (node: TestServer, path: string, token: string | undefined): ReturnType<TestServer['send']> =>
      node.send('POST', path, form, new URLSearchParams({ token: String(token), client_id, client_secret }).toString());
    expect(statuses(await all((node, number) => about(node, '/revoke', tokens[number])))).toEqual([200]);
    const responses = await all((node, number) => about(node, '/introspect', tokens[AT_ONCE - 1 - number]));
    for (const { json } of responses) expect(json).toEqual({ active: false });
  });
});
