import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { aClient } from '../../support/a-client';
import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';
import { emptyDatabase, migratedDatabase, type TestDatabase } from '../../support/test-database';
import type { TestServer } from '../../support/test-server';

const KEYS_OF_OTHERS = `1:${Buffer.alloc(32, 9).toString('base64')}`;

const form = (client_id: string, client_secret: string) => ({
  grant_type: 'client_credentials',
  scope: 'register',
  client_id,
  client_secret,
});

describe('several nodes on one database', () => {
  it('starting at once on an empty one they make one set of keys and take each other\u2019s tokens', async () => {
    const database = await emptyDatabase();
    const nodes = await Promise.all([0, 1, 2, 3].map(() => createTestApp({}, database)));
    const published = await Promise.all(nodes.map((node) => node.get('/.well-known/jwks.json')));
    expect(new Set(published.map(({ text }) => text)).size).toBe(1);
    const keys = published[0]?.json['keys'] as { alg: string }[];
    expect(keys.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['RS256', 'ES256']));
    expect(new Set(keys.map(({ alg }) => alg)).size).toBe(keys.length);
    for (const issuing of nodes)
      for (const asked of nodes) {
        const headers = { Authorization: `Bearer ${await issuing.registerToken()}` };
        expect((await asked.postRegister(aClient(), headers)).status).toBe(201);
      }
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  it('a new secret of the registrar counts from the next start, on every node; an old id is dead', async () => {
    const database = await emptyDatabase();
    const old = await createTestApp({}, database);
    const token = await old.registerToken();
    const changed = await createTestApp({ REGISTRAR_CLIENT_SECRET: 'another' }, database);
    for (const node of [old, changed]) {
      expect((await node.token(form('registerClient', 'another'))).status).toBe(200);
      expectRefusal(await node.token(form('registerClient', 'password')), 401, 'invalid_client');
    }
    const renamed = await createTestApp({ REGISTRAR_CLIENT_ID: 'other', REGISTRAR_CLIENT_SECRET: 'third' }, database);
    for (const node of [old, changed, renamed]) {
      expect((await node.token(form('other', 'third'))).status).toBe(200);
      expectRefusal(await node.token(form('registerClient', 'another')), 401, 'invalid_client');
      const answer = await node.postRegister(aClient(), { Authorization: `Bearer ${token}` });
      expectRefusal(answer, 401, 'invalid_token');
    }
    await Promise.all([old, changed, renamed].map((node) => node.close()));
    await database.drop();
  });
});

describe('a start with the database of others', () => {
  const chosen = { REGISTRAR_CLIENT_ID: 'theirs', REGISTRAR_CLIENT_SECRET: 'chosen by the operator' };
  let database: TestDatabase;
  let node: TestServer;
  let warned: jest.SpyInstance;

  beforeAll(async () => {
    database = await migratedDatabase();
    node = await createTestApp(chosen, database);
    warned = jest.spyOn(Logger.prototype, 'warn');
  });

  afterAll(async () => {
    warned.mockRestore();
    await node.close();
    await database.drop();
  });

  it.each([
    ['no registrar', {}, /^REGISTRAR_CLIENT_ID: .*; set REGISTRAR_CLIENT_ID and/],
    ['the default secret', { REGISTRAR_CLIENT_ID: 'theirs' }, /^REGISTRAR_CLIENT_SECRET: .*; set REGISTRAR_CLIENT_ID/],
    [
      'other keys',
      { ...chosen, REGISTRAR_CLIENT_SECRET: 'x', SECRET_KEYS: KEYS_OF_OTHERS },
      /^SECRET_KEYS: .*do not fit/,
    ],
  ])('and %s of its own is refused, and the registrar stays', async (_what, variables, reason) => {
    await expect(createTestApp(variables, database)).rejects.toThrow(reason);
    expect((await node.token(form('theirs', chosen.REGISTRAR_CLIENT_SECRET))).status).toBe(200);
  });

  it('and the identifier of a registered client as that of the registrar is refused, and the client stays', async () => {
    const { client_id, client_secret } = await node.register(aClient({ grant_types: ['client_credentials'] }));
    const own = { ...chosen, REGISTRAR_CLIENT_ID: client_id };
    await expect(createTestApp(own, database)).rejects.toThrow(
      `REGISTRAR_CLIENT_ID: ${client_id} must not be a client of another origin; set one that no client has`,
    );
    const ofClient = { ...form(client_id, client_secret), scope: 'openid' };
    const ofRegistrar = form('theirs', chosen.REGISTRAR_CLIENT_SECRET);
    expect([(await node.token(ofClient)).status, (await node.token(ofRegistrar)).status]).toEqual([200, 200]);
  });

  it('and the same registrar changes nothing, and another is a line in the log without its secret', async () => {
    warned.mockClear();
    await (await createTestApp(chosen, database)).close();
    expect(warned).not.toHaveBeenCalled();
    const own = { REGISTRAR_CLIENT_ID: 'ours', REGISTRAR_CLIENT_SECRET: 'another secret' };
    await (await createTestApp(own, database)).close();
    expect(warned.mock.calls.flat()).toEqual([
      'ours is the registrar in the place of theirs',
      'the secret of the registrar ours is another than before',
    ]);
  });
});

describe('what the database holds', () => {
  it('is no secret and no private key in the clear', async () => {
    const server = await createTestApp();
    const clients = [
      await server.register(aClient()),
      await server.register(aClient({ token_endpoint_auth_method: 'client_secret_basic' })),
    ];
    const dataSource = server.app.get(DataSource);
    const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    const rows = await Promise.all(tables.map((table) => dataSource.query<unknown[]>(`SELECT * FROM ${table}`)));
    const dump = JSON.stringify(rows);
    for (const { client_id, client_secret, registration_access_token } of clients) {
      expect(dump).toContain(client_id);
      expect(dump).not.toContain(client_secret);
      expect(dump).not.toContain(registration_access_token);
    }
    expect(dump).not.toMatch(/"password"|\\?"(d|p|q|dp|dq|qi)\\?":/);
    await server.close();
  });
});
