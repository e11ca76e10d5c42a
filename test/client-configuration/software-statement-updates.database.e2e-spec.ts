import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { aClient, aWebClient } from '../support/a-client';
import { ALL_BUT_DATE } from '../support/all-but-date';
import { managing, updateOf } from '../support/managing';
import { aSigner, currentClaims, type Signer } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const DIRECTORY = 'https://directory.example';
const SIX_MINUTES_MS = 360_000;

describe('updates of clients with software statements', () => {
  let server: TestServer;
  let node: TestServer;
  let database: TestDatabase;
  let directory: Signer;
  let folder: string;

  const trusting = (own: object = {}): Record<string, string> => ({
    SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
      [DIRECTORY]: {
        jwks_file: join(folder, 'keys.json'),
        scopes: ['openid', 'email'],
        single_instance: true,
        single_use: true,
        ...own,
      },
    }),
  });

  beforeAll(async () => {
    directory = await aSigner();
    folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [directory.publicJwk] }));
    database = await preparedDatabase();
    server = await createTestApp(trusting(), database);
    node = await createTestApp(trusting(), database);
  });

  afterAll(async () => {
    await Promise.all([server.close(), node.close()]);
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const sign = (own: JWTPayload = {}): Promise<string> => directory.sign(currentClaims({ iss: DIRECTORY, ...own }));
  const registered = async (own: JWTPayload, metadata = aWebClient()): Promise<RegisteredClient> =>
    server.register({ ...metadata, software_statement: await sign(own) });
  const expectRefusal = ({ status, json }: Answer, error: string): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error });
  };

  it('take back what GET answered, though the statement was used and has expired', async () => {
    const client = await registered({ software_id: 'expired', client_name: 'Signed', scope: 'openid email profile' });
    expect(client['scope']).toBe('openid email');
    const read = await managing(server, client).read();
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + SIX_MINUTES_MS });
    const put = await managing(node, client).send('PUT', updateOf(read.json));
    const patched = await managing(server, client).patch({ client_name: 'Unsigned', contacts: ['a@app.example'] });
    jest.useRealTimers();
    expect({ ...put.json, update_datetime: '' }).toEqual({ ...read.json, update_datetime: '' });
    expect(patched.json).toMatchObject({ client_name: 'Signed', contacts: ['a@app.example'] });
  });

  it.each(['put', 'patch'] as const)('%s widens nothing beyond the statement', async (change) => {
    const software_redirect_uris = ['https://app.example/one', 'https://app.example/two'];
    const [first] = software_redirect_uris;
    const client = await registered(
      { software_id: `wide ${change}`, software_redirect_uris },
      aWebClient({ redirect_uris: [first] }),
    );
    const sent = aWebClient({ software_statement: client['software_statement'] });
    const unlisted = await managing(server, client)[change]({ ...sent, redirect_uris: ['https://evil.example'] });
    expectRefusal(unlisted, 'invalid_redirect_uri');
    const known = { ...sent, redirect_uris: software_redirect_uris, scope: 'openid profile' };
    const { status, json } = await managing(server, client)[change](known);
    expect(status).toBe(200);
    expect(json).toMatchObject({ redirect_uris: software_redirect_uris, scope: 'openid' });
  });

  it('a new statement is verified, and its jti is spent with the update alone', async () => {
    const client = await registered({ software_id: 'renewed', client_name: 'Old' });
    const software_statement = await sign({ software_id: 'renewed', client_name: 'New', jti: 'of the new one' });
    const stranger = await (await aSigner()).sign(currentClaims({ iss: DIRECTORY }), { kid: directory.kid });
    expectRefusal(await managing(server, client).patch({ software_statement: stranger }), 'invalid_software_statement');
    const refused = { software_statement, redirect_uris: ['http://app.example'] };
    expectRefusal(await managing(server, client).patch(refused), 'invalid_redirect_uri');
    const stale = await managing(server, client).patch({ software_statement }, { 'If-Match': '"0"' });
    expect(stale.status).toBe(412);
    const { status, json } = await managing(server, client).patch({ software_statement });
    expect(status).toBe(200);
    expect(json).toMatchObject({ client_name: 'New', software_statement });
    expectRefusal(await server.postRegister(aWebClient({ software_statement })), 'invalid_software_statement');
    expect((await managing(node, client).patch({ software_statement })).status).toBe(200);
  });

  it('of two clients on two nodes one updates itself with a jti', async () => {
    const statement = await sign({ jti: 'contended' });
    const clients = await Promise.all([1, 2].map(() => server.register(aWebClient())));
    const answers = await Promise.all(
      clients.map((client, at) =>
        managing(at % 2 ? node : server, client).put(aWebClient({ software_statement: statement })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    for (const answer of answers.filter(({ status }) => status === 400))
      expectRefusal(answer, 'invalid_software_statement');
  });

  it('software that is registered is taken by no update, and is free once its client let go of it', async () => {
    const owner = await registered({ software_id: 'single' });
    const other = await server.register(aWebClient());
    const take = async (): Promise<Answer> =>
      managing(node, other).put(aWebClient({ software_statement: await sign({ software_id: 'single' }) }));
    expectRefusal(await take(), 'unapproved_software_statement');
    expect((await managing(server, other).read()).json).not.toHaveProperty('software_statement');
    expect((await managing(server, owner).patch({ client_name: 'Still the owner' })).status).toBe(200);
    expectRefusal(await take(), 'unapproved_software_statement');
    expect((await managing(server, owner).put(aWebClient())).json).not.toHaveProperty('software_statement');
    expect((await take()).status).toBe(200);
    expect((await managing(server, other).remove()).status).toBe(204);
    expect(
      (await server.register(aWebClient({ software_statement: await sign({ software_id: 'single' }) }))).client_id,
    ).toBeDefined();
  });

  it('of two updates of one client to one software on two nodes none is refused because of the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const client = await server.register(aWebClient());
      const statements = await Promise.all([1, 2].map(() => sign({ software_id: `same ${round}` })));
      const answers = await Promise.all(
        statements.map((software_statement, at) =>
          managing(at ? node : server, client).put(aWebClient({ software_statement })),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
  });

  it('of two updates to one software on two nodes one wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const clients = await Promise.all([server.register(aWebClient()), server.register(aWebClient())]);
      const statements = await Promise.all([1, 2].map(() => sign({ software_id: `round ${round}` })));
      const answers = await Promise.all(
        clients.map((client, at) =>
          managing(at ? node : server, client).put(aWebClient({ software_statement: statements[at] })),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    }
  });

  it.each([
    ['software that is denied meanwhile', { denied_software: ['tightened'] }, {}, 'unapproved_software_statement'],
    [
      'an update that drops a required statement',
      { required: true },
      { software_statement: null },
      'invalid_software_statement',
    ],
  ])('refuse %s', async (_title, policy, patch, error) => {
    const client = await registered({ software_id: 'tightened' });
    const strict = await createTestApp(trusting(policy), database);
    const before = await managing(strict, client).read();
    expectRefusal(await managing(strict, client).patch(patch), error);
    expect((await managing(server, client).read()).text).toBe(before.text);
    await managing(server, client).remove();
    await strict.close();
  });

  it('refuse the statement of an issuer that is trusted no more', async () => {
    const client = await registered({ software_id: 'trusted once' });
    const { [DIRECTORY]: keys } = JSON.parse(trusting()['SOFTWARE_STATEMENT_ISSUERS'] ?? '') as Record<string, object>;
    const strict = await createTestApp(
      { SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ 'https://other.example': keys }) },
      database,
    );
    expectRefusal(await managing(strict, client).patch({}), 'unapproved_software_statement');
    await strict.close();
  });

  describe('a registration that is sent again', () => {
    const post = async (at: TestServer, key: string, type: string, body: string): Promise<Answer> =>
      at.send(
        'POST',
        '/register',
        { Authorization: `Bearer ${await at.registerToken()}`, 'Content-Type': type, 'Idempotency-Key': key },
        body,
      );

    it('gets the same answer, though its statement is spent; on two nodes at once too', async () => {
      for (let round = 0; round < 20; round += 1) {
        const software_statement = await sign({ software_id: `again ${round}` });
        const body = JSON.stringify(aClient({ software_statement }));
        const send = (at: TestServer): Promise<Answer> => post(at, `json-${round}`, 'application/json', body);
        const answers = [...(await Promise.all([server, node].map(send))), await send(server)];
        expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      }
    });

    it('as a JWT gets the same answer, and another JWT is 422', async () => {
      const jwt = (own: JWTPayload): Promise<string> =>
        sign({ aud: 'http://localhost:3000', ...aWebClient(), software_id: 'signed', ...own });
      const one = await jwt({});
      const first = await post(server, 'jwt', 'application/jwt', one);
      expect(first.status).toBe(201);
      const again = await post(node, 'jwt', 'application/jwt', one);
      expect([again.status, again.json]).toEqual([201, first.json]);
      expect((await post(node, 'jwt', 'application/jwt', await jwt({}))).status).toBe(422);
      expect((await post(node, 'jwt', 'application/json', JSON.stringify(aClient()))).status).toBe(422);
    });
  });
});
