import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { aClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';

describe('access tokens', () => {
  let server: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    server = await createTestApp();
    client = await server.register(aClient());
  });

  afterAll(() => server.close());

  const tokenOf = ({ client_id, client_secret }: RegisteredClient, more: Record<string, string> = {}) =>
    server.accessToken({ client_id, client_secret, ...more });

  it('typ is at+jwt and alg RS256 by default', async () => {
    const header = decodeProtectedHeader(await tokenOf(client));
    expect(header).toEqual({ typ: 'at+jwt', alg: 'RS256', kid: expect.any(String) });
  });

  it('alg is what the client registered', async () => {
    const own = await server.register(aClient({ token_signed_response_alg: 'ES256' }));
    expect(decodeProtectedHeader(await tokenOf(own)).alg).toBe('ES256');
  });

  it('alg none cannot be registered', async () => {
    const { status, json } = await server.postRegister(aClient({ token_signed_response_alg: 'none' }));
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'invalid_client_metadata' });
  });

  it.each(['RS256', 'ES256'])('a %s token verifies with the published keys', async (alg) => {
    const own = await server.register(aClient({ token_signed_response_alg: alg }));
    const keys = createRemoteJWKSet(new URL(server.at('/.well-known/jwks.json')));
    const { payload } = await jwtVerify(await tokenOf(own), keys, {
      issuer: 'http://localhost:3000',
      audience: 'http://localhost:3000',
      typ: 'at+jwt',
      algorithms: [alg],
    });
    expect(payload.sub).toBe(own.client_id);
  });

  it('the claims of RFC 9068, the subject being the client', async () => {
    const before = Math.floor(Date.now() / 1000);
    const claims = decodeJwt(await tokenOf(client, { scope: 'openid' }));
    expect(claims).toEqual({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      sub: client.client_id,
      client_id: client.client_id,
      scope: 'openid',
      iat: expect.any(Number),
      exp: Number(claims.iat) + 1800,
      jti: expect.any(String),
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before);
  });

  it('every token has a jti of its own', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => tokenOf(client)));
    expect(new Set(tokens.map((token) => decodeJwt(token).jti)).size).toBe(20);
  });

  it('a client without scopes gets a token without scope', async () => {
    const bare = await server.register({ grant_types: ['client_credentials'] });
    const answer = await server.token({
      grant_type: 'client_credentials',
      client_id: bare.client_id,
      client_secret: bare.client_secret,
    });
    expect(answer.status).toBe(200);
    expect(decodeJwt(String(answer.json['access_token']))).not.toHaveProperty('scope');
  });

  it('client_id is not what the request wanted', async () => {
    const own = await server.register(aClient({ client_id: 'registerClient', sub: 'registerClient' }));
    expect(decodeJwt(await tokenOf(own))).toMatchObject({ sub: own.client_id, client_id: own.client_id });
    expect(own.client_id).not.toBe('registerClient');
  });

  it('without a resource the audience is the issuer, which is that of the metadata', async () => {
    const { json } = await server.get('/.well-known/oauth-authorization-server');
    const { iss, aud } = decodeJwt(await tokenOf(client));
    expect(iss).toBe(json['issuer']);
    expect(aud).toBe(json['issuer']);
  });

  it('the first published key is that of RS256, and RSA keys precede all others', async () => {
    const { client_id, client_secret } = await server.register(aClient({ token_signed_response_alg: 'PS256' }));
    await server.accessToken({ client_id, client_secret });
    const { json } = await server.get('/.well-known/jwks.json');
    const keys = json['keys'] as Record<string, unknown>[];
    const isRsa = keys.map(({ kty }) => kty === 'RSA');
    expect([keys[0]?.['alg'], keys[1]?.['alg']]).toEqual(['RS256', 'PS256']);
    expect(isRsa.lastIndexOf(true)).toBeLessThan(isRsa.indexOf(false));
  });

  it('the published keys are public', async () => {
    const { json } = await server.get('/.well-known/jwks.json');
    const keys = json['keys'] as Record<string, unknown>[];
    expect(keys.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['RS256', 'ES256', 'Ed25519']));
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', kid: expect.any(String), alg: expect.any(String) });
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) expect(key).not.toHaveProperty(member);
    }
    expect(Buffer.from(String(keys.find(({ kty }) => kty === 'RSA')?.['n']), 'base64url')).toHaveLength(256);
    expect(keys.find(({ alg }) => alg === 'ES256')).toHaveProperty('crv', 'P-256');
  });
});

describe('ACCESS_TOKEN_LIFETIME', () => {
  it('is in the token response, in the token and in the registration response', async () => {
    const server = await createTestApp({ ACCESS_TOKEN_LIFETIME: '60' });
    const client = await server.register(aClient());
    expect(client['token_expiration_time_seconds']).toBe(60);
    const { client_id, client_secret } = client;
    const { json } = await server.token({ grant_type: 'client_credentials', client_id, client_secret });
    expect(json['expires_in']).toBe(60);
    const { iat = 0, exp } = decodeJwt(String(json['access_token']));
    expect(exp).toBe(iat + 60);
    await server.close();
  });
});
