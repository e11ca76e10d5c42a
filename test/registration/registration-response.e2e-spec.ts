import { aClient, aWebClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';

describe('the registration response', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it('identifiers, secrets and tokens are unique, also of registrations at once', async () => {
    const clients = await Promise.all(Array.from({ length: 60 }, () => server.register(aClient())));
    const different = (member: keyof RegisteredClient) => new Set(clients.map((client) => client[member])).size;
    expect(different('client_id')).toBe(60);
    expect(different('client_secret')).toBe(60);
    expect(different('registration_access_token')).toBe(60);
  });

  it('client_id is a UUID version 7', async () => {
    expect((await server.register(aClient())).client_id).toMatch(UUID_V7);
  });

  it.each(['client_secret_post', 'client_secret_basic'])('%s comes with a secret', async (method) => {
    const answer = await server.register(aWebClient({ token_endpoint_auth_method: method }));
    expect(answer).toMatchObject({ token_endpoint_auth_method: method, client_secret: expect.any(String) });
  });

  it('none comes without a secret and without its expiry', async () => {
    const answer = await server.register(aWebClient({ token_endpoint_auth_method: 'none' }));
    expect(answer).not.toHaveProperty('client_secret');
    expect(answer).not.toHaveProperty('client_secret_expires_at');
    expect(answer).toHaveProperty('registration_access_token');
  });

  it('a secret comes with its expiry, 0 for never', async () => {
    expect((await server.register(aClient()))['client_secret_expires_at']).toBe(0);
  });

  it('client_id_issued_at is in whole seconds, and now', async () => {
    const before = Math.floor(Date.now() / 1000);
    const issuedAt = Number((await server.register(aClient()))['client_id_issued_at']);
    expect(Number.isInteger(issuedAt)).toBe(true);
    expect(issuedAt).toBeGreaterThanOrEqual(before);
    expect(issuedAt).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });

  it('dates are ISO 8601 in UTC with milliseconds, and agree with client_id_issued_at', async () => {
    const answer = await server.register(aClient());
    for (const member of ['create_datetime', 'update_datetime'])
      expect(answer[member]).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    expect(Math.floor(Date.parse(String(answer['create_datetime'])) / 1000)).toBe(answer['client_id_issued_at']);
  });

  it('every registered value is echoed', async () => {
    const sent = {
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://b.example/cb', 'https://a.example/cb'],
      token_endpoint_auth_method: 'client_secret_basic',
      response_types: ['code'],
      contacts: ['ops@a.example', 'dev@a.example'],
      scope: 'profile openid',
      token_signed_response_alg: 'ES256',
      require_auth_time: true,
    };
    await expect(server.register(sent)).resolves.toMatchObject(sent);
  });

  it('what was left out is echoed with its default', async () => {
    await expect(server.register(aWebClient())).resolves.toMatchObject({
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
      application_type: 'web',
    });
  });

  it('the response has the narrowed scope', async () => {
    expect((await server.register(aClient({ scope: 'profile admin openid profile' })))['scope']).toBe('profile openid');
  });

  it('scopes keep the order of the request, without repetitions', async () => {
    expect((await server.register(aClient({ scope: 'profile openid profile' })))['scope']).toBe('profile openid');
  });

  it.each(['https://a.example', 'https://A.Example:443/Cb?x=1&y=%2f', 'https://a.example/cb?q=a+b%20c'])(
    '%s comes back byte for byte',
    async (uri) => {
      expect((await server.register(aWebClient({ redirect_uris: [uri] })))['redirect_uris']).toEqual([uri]);
    },
  );

  it('the response is not cacheable', async () => {
    const { status, headers } = await server.postRegister(aClient());
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(headers.get('etag')).toBeNull();
  });

  it('token and address for management, under the configured issuer', async () => {
    const { json } = await server.postRegister(aClient(), {
      Authorization: `Bearer ${await server.registerToken()}`,
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'gopher',
    });
    expect(json['registration_access_token']).toEqual(expect.any(String));
    expect(json['registration_client_uri']).toBe(`http://localhost:3000/register/${String(json['client_id'])}`);
  });

  it('with an https issuer the address is https', async () => {
    const secure = await createTestApp({
      ISSUER: 'https://as.example/t1',
      TRUST_PROXY: '127.0.0.1',
      REGISTRAR_CLIENT_SECRET: 'secret',
    });
    const proof = { 'X-Forwarded-Proto': 'https' };
    const form = 'client_id=registerClient&grant_type=client_credentials&client_secret=secret&scope=register';
    const { json: token } = await secure.token(form, proof);
    const { json } = await secure.postRegister(aClient(), {
      ...proof,
      Authorization: `Bearer ${String(token['access_token'])}`,
    });
    expect(json['registration_client_uri']).toBe(`https://as.example/t1/register/${String(json['client_id'])}`);
    await secure.close();
  });

  it('secrets are 32 random bytes in base64url', async () => {
    const { client_secret, registration_access_token } = await server.register(aClient());
    for (const secret of [client_secret, registration_access_token]) {
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    }
    expect(client_secret).not.toBe(registration_access_token);
  });

  it('jwks and jwks_uri are never in one response', async () => {
    const answer = await server.register(aClient());
    expect('jwks' in answer && 'jwks_uri' in answer).toBe(false);
  });
});
