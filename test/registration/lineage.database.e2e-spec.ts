import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { sha256 } from '../../src/core/hash/sha256';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { aSigner, currentClaims } from '../support/software-authority';
import { createTestApp, type Variables } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';

const DIRECTORY = 'https://directory.example';
const LOOPBACK = '127.0.0.1';
const AGENT = 'a-program/1.0';

describe('what is kept of the request that registered a client', () => {
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await createTestApp({}, database);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const storedOf = ({ client_id }: Pick<RegisteredClient, 'client_id'>): Promise<Client> =>
    server.app.get(DataSource).getRepository(Client).findOneByOrFail({ client_id });

  const registered = async (headers: Record<string, string>, own = {}, by = server): Promise<RegisteredClient> => {
    const { status, text, json } = await by.postRegister(aClient(own), { 'User-Agent': AGENT, ...headers });
    expect([status, text]).toEqual([201, text]);
    return json as RegisteredClient;
  };

  const byRegistrar = async (own = {}, by = server): Promise<RegisteredClient> =>
    registered({ Authorization: `Bearer ${await by.registerToken()}` }, own, by);

  const on = async <Result>(variables: Variables, work: (by: TestServer) => Promise<Result>): Promise<Result> => {
    const by = await createTestApp(variables, database);
    const result = await work(by);
    await by.close();
    return result;
  };

  it('the registrar of the environment, or the one that an operator made', async () => {
    const client = await byRegistrar();
    expect(await storedOf(client)).toMatchObject({ registrar: 'registerClient', initial_access_token: null });
    const { client_secret = '', stored } = await server.app
      .get(RegistrarsService)
      .create(commandContext(server), { label: '' });
    const { client_id } = stored;
    const token = await server.accessToken({ client_id, client_secret, scope: 'register' });
    const another = await registered({ Authorization: `Bearer ${token}` });
    expect(await storedOf(another)).toMatchObject({ registrar: client_id, initial_access_token: null });
  });

  it('the initial access token', async () => {
    const { token, stored } = await server.app
      .get(InitialAccessTokensService)
      .create(commandContext(server), { label: '' });
    const client = await registered({ Authorization: `Bearer ${token}` });
    expect(await storedOf(client)).toMatchObject({ registrar: null, initial_access_token: stored.id });
  });

  it('neither, in open mode without a token', async () => {
    const client = await on({ REGISTRATION_MODE: 'open' }, (by) =>
      registered({}, { grant_types: ['authorization_code'] }, by),
    );
    expect(await storedOf(client)).toMatchObject({ registrar: null, initial_access_token: null });
  });

  it('the address as CLIENT_ADDRESSES says: its keyed hash by default, in plain, or not at all', async () => {
    const hashed = await Promise.all([byRegistrar(), byRegistrar()]);
    const [one, other] = await Promise.all(hashed.map(storedOf));
    const { address_hash = '', ...rest } = one?.lineage ?? {};
    expect(rest).toEqual({ user_agent: AGENT });
    expect(server.app.get(KeyRing).isHashOf(address_hash, LOOPBACK)).toBe(true);
    expect(other?.lineage?.address_hash).toBe(address_hash);
    const plain = await on({ CLIENT_ADDRESSES: 'plain' }, (by) => byRegistrar({}, by));
    expect((await storedOf(plain)).lineage).toEqual({ address: LOOPBACK, user_agent: AGENT });
    const none = await on({ CLIENT_ADDRESSES: 'none' }, (by) => byRegistrar({}, by));
    expect((await storedOf(none)).lineage).toEqual({ user_agent: AGENT });
  });

  it('the address behind a trusted proxy is that of the caller', async () => {
    const client = await on({ CLIENT_ADDRESSES: 'plain', TRUST_PROXY: LOOPBACK }, async (by) => {
      const headers = { Authorization: `Bearer ${await by.registerToken()}`, 'X-Forwarded-For': '203.0.113.7' };
      return registered(headers, {}, by);
    });
    expect((await storedOf(client)).lineage?.address).toBe('203.0.113.7');
  });

  it('the User-Agent without other characters than visible ones, and not more than 200 of them', async () => {
    const long = await registered({
      Authorization: `Bearer ${await server.registerToken()}`,
      'User-Agent': `caf\u00e9\t${'x'.repeat(300)}`,
    });
    const { user_agent = '' } = (await storedOf(long)).lineage ?? {};
    expect([user_agent.slice(0, 6), user_agent.length]).toEqual(['caf??x', 200]);
  });

  it('the software statement: its issuer, its jti or else its thumbprint, and its software_id', async () => {
    const directory = await aSigner();
    const folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    const jwks_file = join(folder, 'keys.json');
    await writeFile(jwks_file, JSON.stringify({ keys: [directory.publicJwk] }));
    const variables = { SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ [DIRECTORY]: { jwks_file } }) };
    const sign = (claims: object): Promise<string> => directory.sign(currentClaims({ iss: DIRECTORY, ...claims }));
    const statements = [
      await sign({ jti: 'one', software_id: 'app' }),
      await sign({ jti: undefined, software_id: undefined }),
      await sign({ jti: 'x'.repeat(201), software_id: 'y'.repeat(201) }),
    ];
    const [first, second, third] = await on(variables, async (by) => {
      const clients: RegisteredClient[] = [];
      for (const software_statement of statements) clients.push(await byRegistrar({ software_statement }, by));
      return Promise.all(clients.map(async (client) => (await storedOf(client)).lineage?.statement));
    });
    await rm(folder, { recursive: true });
    const thumbprintOf = (index: number): string => sha256(statements[index] ?? '');
    expect(first).toEqual({ issuer: DIRECTORY, jti: 'one', software_id: 'app' });
    expect(second).toEqual({ issuer: DIRECTORY, thumbprint: thumbprintOf(1) });
    expect(third).toEqual({ issuer: DIRECTORY, thumbprint: thumbprintOf(2) });
  });

  it('is changed by no update, and never shown', async () => {
    const client = await byRegistrar();
    const { registrar, lineage, policies, created_at } = await storedOf(client);
    const own = managing(server, client);
    const answers = [
      await own.put(aClient({ client_name: 'Another' }), { 'User-Agent': 'another-program' }),
      await own.patch({ client_name: 'A third', registrar: 'x', lineage: {} }),
      await own.rotateSecret(),
      await own.read(),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await storedOf(client)).toMatchObject({ registrar, lineage, policies, created_at });
    for (const text of [JSON.stringify(client), ...answers.map((answer) => answer.text)])
      for (const hidden of [AGENT, String(lineage?.address_hash), 'registrar', 'lineage', 'address'])
        expect(text).not.toContain(hidden);
  });
});
