import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { LastUsedTracker } from '../../src/clients/last-used.tracker';
import { ClientsService } from '../../src/clients/clients.service';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const REUSE = { reuse_equal_registrations: true };

/** A public client with a name that no other test has. */
const anApp = (own = {}): Readonly<Record<string, unknown>> => ({
  client_name: randomUUID(),
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  ...own,
});

describe('equal registrations of public clients', () => {
  let database: TestDatabase;
  let file: PolicyFile;
  let server: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    file = await policyFile({ open: {}, token: {} }, { open: REUSE, token: REUSE });
    const variables = {
      REGISTRATION_MODE: 'open',
      POLICY_FILE: file.path,
      OPEN_REGISTRATION_POLICY: 'open',
      PROTECTED_REGISTRATION_POLICY: 'token',
      RATE_LIMIT_REGISTER: '100000',
      RATE_LIMIT_REGISTER_NETWORK: '100000',
      RATE_LIMIT_REGISTER_TOTAL: '100000',
    };
    server = await createTestApp(variables, database);
    other = await createTestApp(variables, database);
  });

  afterAll(async () => {
    await Promise.all([server.close(), other.close()]);
    await database.drop();
  });

  const register = (body: unknown, headers = {}, node = server): Promise<Answer> => node.postRegister(body, headers);
  const idOf = async (body: unknown, headers = {}): Promise<unknown> => {
    const { status, json } = await register(body, headers);
    expect(status).toBe(201);
    return json['client_id'];
  };
  const named = (client_name: unknown): Promise<Client[]> =>
    server.app
      .get(DataSource)
      .getRepository(Client)
      .find()
      .then((clients) => clients.filter(({ metadata }) => metadata.client_name === client_name));

  it('get one client, which nobody can manage', async () => {
    const app = anApp();
    const [first, second] = [await register(app), await register(app, {}, other)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json).toEqual(first.json);
    for (const member of ['registration_access_token', 'registration_client_uri', 'client_secret'])
      expect(first.json).not.toHaveProperty(member);
    const [client] = await named(app['client_name']);
    expect(client?.registration_access_tokens).toEqual([]);
    const own = managing(server, { client_id: String(first.json['client_id']), registration_access_token: 'x' });
    for (const answer of [await own.read(), await own.put(app), await own.remove()])
      expectRefusal(answer, 401, 'invalid_token');
  });

  it('are those with the same stored metadata: defaults that are sent, and the order of members, make no difference', async () => {
    const app = anApp();
    const id = await idOf(app);
    const reversed = Object.fromEntries(Object.entries({ ...app, response_types: ['code'] }).reverse());
    expect(await idOf(reversed)).toBe(id);
    expect(await idOf({ ...app, unknown: true })).toBe(id);
    for (const own of [
      { client_name: 'Another' },
      { redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1/other'] },
      { 'client_name#de': 'Ein Name' },
      { scope: 'openid' },
    ])
      expect(await idOf({ ...app, ...own })).not.toBe(id);
  });

  it('get another client if a version without reserved values deleted or changed theirs', async () => {
    const app = anApp();
    const id = await idOf(app);
    const text = 'UPDATE clients SET registration_hash = NULL WHERE client_id = $1';
    await server.app.get(TransactionsService).statement(text, [id]);
    const next = await idOf(app);
    expect(next).not.toBe(id);
    expect(await idOf(app)).toBe(next);
  });

  it('are not those of other policies, nor of clients with credentials', async () => {
    const app = anApp();
    const id = await idOf(app);
    const headers = { Authorization: `Bearer ${await server.registerToken()}` };
    const withToken = await idOf(app, headers);
    expect(withToken).not.toBe(id);
    expect(await idOf(app, headers)).toBe(withToken);
    const confidential = anApp({ token_endpoint_auth_method: 'client_secret_basic' });
    const [one, two] = [await register(confidential), await register(confidential)];
    expect(two.json['client_id']).not.toBe(one.json['client_id']);
    for (const { json } of [one, two]) expect(typeof json['registration_access_token']).toBe('string');
  });

  it('get clients of their own without the rule, also beside a client that others share', async () => {
    const app = anApp();
    const shared = await idOf(app);
    await file.write({ open: {}, token: {} }, { token: REUSE });
    await server.app.get(PolicyFileService).reload();
    const [one, two] = [await register(app), await register(app)];
    expect(new Set([shared, one.json['client_id'], two.json['client_id']]).size).toBe(3);
    expect(await managing(server, one.json as never).read()).toMatchObject({ status: 200 });
    await file.write({ open: {}, token: {} }, { open: { ...REUSE, require_approval: true }, token: REUSE });
    await server.app.get(PolicyFileService).reload();
    expect(await idOf(app)).not.toBe(shared);
    await file.write({ open: {}, token: {} }, { open: REUSE, token: REUSE });
    await server.app.get(PolicyFileService).reload();
    expect(await idOf(app)).toBe(shared);
  });

  it('spend one use of an initial access token together, and count as a use of the client', async () => {
    const tokens = server.app.get(InitialAccessTokensService);
    const { token, stored } = await tokens.create(commandContext(server), { label: '', uses: 2 });
    const headers = { Authorization: `Bearer ${token}` };
    const app = anApp();
    const id = await idOf(app, headers);
    expect(await idOf(app, headers)).toBe(id);
    expect(await idOf(app, headers)).toBe(id);
    expect((await tokens.find(stored.id))?.uses_left).toBe(1);
    await server.app.get(LastUsedTracker).flush();
    const [client] = await named(app['client_name']);
    expect(client?.last_used_at).toBeInstanceOf(Date);
  });

  it('get their client where a quota is full, and a trial says which one', async () => {
    const tokens = server.app.get(InitialAccessTokensService);
    const { token } = await tokens.create(commandContext(server), { label: '', uses: 5, maxClients: 1 });
    const headers = { Authorization: `Bearer ${token}` };
    const tried = (app: unknown): Promise<Answer> =>
      server.send(
        'POST',
        '/register/validate',
        { 'Content-Type': 'application/json', ...headers },
        JSON.stringify(app),
      );
    const app = anApp();
    expect((await tried(app)).json).not.toHaveProperty('client_id');
    const id = await idOf(app, headers);
    expect(await idOf(app, headers)).toBe(id);
    expect(await tried(app)).toMatchObject({ status: 200, json: { client_id: id } });
    for (const answer of [await register(anApp(), headers), await tried(anApp())])
      expectRefusal(answer, 403, 'access_denied');
  });

  it('that arrive together get one client also if it takes the last place of a quota', async () => {
    const tokens = server.app.get(InitialAccessTokensService);
    for (let round = 0; round < 10; round += 1) {
      const { token } = await tokens.create(commandContext(server), { label: '', maxClients: 1 });
      const [app, headers] = [anApp(), { Authorization: `Bearer ${token}` }];
      const nodes = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? server : other));
      const ids = await Promise.all(nodes.map((node) => register(app, headers, node)));
      expect(new Set(ids.map(({ status, json }) => `${status} ${String(json['client_id'])}`)).size).toBe(1);
    }
  });

  it('with an Idempotency-Key get the stored response', async () => {
    const app = anApp();
    const headers = { 'Idempotency-Key': randomUUID() };
    const id = await idOf(app);
    const first = await register(app, headers);
    expect([first.status, first.json['client_id']]).toEqual([201, id]);
    expect((await register(app, headers, other)).json).toEqual(first.json);
    expectRefusal(await register(anApp(), headers), 422, 'invalid_request');
  });

  it.each(['disabled', 'deleted'])('get a new client after the one that they share was %s', async (state) => {
    const app = anApp();
    const id = String(await idOf(app));
    const [client] = await named(app['client_name']);
    if (!client) throw new Error('not registered');
    if (state === 'deleted') await server.app.get(ClientsService).remove(commandContext(server), client);
    else await setStatus(server, id, 'disabled');
    const next = await idOf(app);
    expect(next).not.toBe(id);
    expect(await idOf(app)).toBe(next);
    if (state === 'disabled') await setStatus(server, id, 'active');
    expect(await idOf(app)).toBe(next);
  });

  it('get one client if they arrive together, on two nodes, with and without Idempotency-Key', async () => {
    for (let round = 0; round < 20; round += 1) {
      const apps = [anApp(), anApp()];
      const sent = Array.from({ length: 8 }, (_, index) => {
        const headers = index % 3 === 0 ? { 'Idempotency-Key': randomUUID() } : {};
        return register(apps[index % 2], headers, index % 4 < 2 ? server : other);
      });
      const answers = await Promise.all(sent);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      for (const parity of [0, 1]) {
        const ids = answers.filter((_, index) => index % 2 === parity).map(({ json }) => json['client_id']);
        expect(new Set(ids).size).toBe(1);
        expect(await named(apps[parity]?.['client_name'])).toHaveLength(1);
      }
    }
  });
});
