import { aClient, aWebClient } from '../support/a-client';
import { managing } from '../support/managing';
import { policyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const OPEN = { REGISTRATION_MODE: 'open', RATE_LIMIT_REGISTER: '0' };

/** Registers without a token. */
const registerAt = (server: TestServer, body: unknown): Promise<Answer> => server.postRegister(body, {});

describe('open registration without a policy of the operator', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp(OPEN);
  });

  afterAll(() => server.close());

  it('issues a secret only to a client that asks for a method that uses one', async () => {
    const silent = await registerAt(server, aWebClient());
    expect(silent.json).toMatchObject({ token_endpoint_auth_method: 'none', grant_types: ['authorization_code'] });
    expect(silent.json).not.toHaveProperty('client_secret');
    const asking = await registerAt(server, aWebClient({ token_endpoint_auth_method: 'client_secret_basic' }));
    expect(asking.json).toMatchObject({ client_secret: expect.any(String), client_secret_expires_at: 0 });
  });

  it('drops client_credentials, and refuses a client that asks for nothing else', async () => {
    const method = { token_endpoint_auth_method: 'client_secret_post' };
    const both = await registerAt(
      server,
      aWebClient({ ...method, grant_types: ['client_credentials', 'authorization_code'] }),
    );
    expect([both.status, both.json['grant_types']]).toEqual([201, ['authorization_code']]);
    const refused = await registerAt(server, aClient(method));
    expect(expectRefusal(refused, 400, 'invalid_client_metadata')['error_description']).toBe(
      'grant_types must name one of authorization_code, refresh_token, by subset_of of policy default-open; use one of them',
    );
  });

  it.each(['https://app.example/cb', 'http://127.0.0.1:8080/cb', 'http://localhost/cb', 'com.example.app:/cb'])(
    'permits the redirect URI %s',
    async (uri) => {
      expect((await registerAt(server, { redirect_uris: [uri] })).status).toBe(201);
    },
  );

  it.each(['http://app.example/cb', 'cursor://callback', 'intent://x', 'https://app.example/#x'])(
    'refuses the redirect URI %s',
    async (uri) => {
      expectRefusal(await registerAt(server, { redirect_uris: [uri] }), 400, 'invalid_redirect_uri');
    },
  );

  it('holds for the updates of its clients', async () => {
    const { json } = await registerAt(server, aWebClient());
    const own = managing(server, json as RegisteredClient);
    const method = { token_endpoint_auth_method: 'client_secret_post' };
    const refused = await own.put(aClient(method));
    expect(expectRefusal(refused, 400, 'invalid_client_metadata')['error_description']).toMatch(
      / policy default-open;/,
    );
    const patched = await own.patch({ ...method, grant_types: ['authorization_code', 'client_credentials'] });
    expect([patched.status, patched.json['grant_types']]).toEqual([200, ['authorization_code']]);
  });

  it('does not hold for registrations with a token, nor for updates of their clients', async () => {
    const client = await server.register(aClient());
    expect(client['grant_types']).toEqual(['client_credentials']);
    expect((await managing(server, client).patch({ client_name: 'App' })).json['grant_types']).toEqual([
      'client_credentials',
    ]);
  });
});

describe('open registration with a policy of the operator', () => {
  const outcomeOf = async (variables: Variables): Promise<Answer> => {
    const server = await createTestApp({ ...OPEN, ...variables });
    const answer = await registerAt(server, aClient({ client_name: 'A name' }));
    await server.close();
    return answer;
  };

  it('follows that alone', async () => {
    const { path } = await policyFile({ mine: { client_name: { max_length: 6 } } });
    const named = { POLICY_FILE: path, OPEN_REGISTRATION_POLICY: 'mine' };
    expect((await outcomeOf(named)).json).toMatchObject({ grant_types: ['client_credentials'] });
    expect((await outcomeOf({ OPEN_REGISTRATION_POLICY: 'none' })).json).toMatchObject({
      grant_types: ['client_credentials'],
      client_secret: expect.any(String),
    });
  });

  it('can follow the default policy where a token is needed, too', async () => {
    const server = await createTestApp({ PROTECTED_REGISTRATION_POLICY: 'default-open' });
    expect((await server.postRegister(aClient())).status).toBe(400);
    await server.close();
  });

  it('cannot follow the default policy if the only grant is client_credentials', async () => {
    await expect(createTestApp({ ...OPEN, GRANT_TYPES: 'client_credentials' })).rejects.toThrow(
      /OPEN_REGISTRATION_POLICY must not be default-open when GRANT_TYPES offers client_credentials only/,
    );
  });
});
