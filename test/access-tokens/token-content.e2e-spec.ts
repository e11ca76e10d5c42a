import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { TokenRefused } from '../../src/access-tokens/access-token';
import { AccessTokensService } from '../../src/access-tokens/access-tokens.service';
import { ClientRepository } from '../../src/clients/client.repository';
import { Issuer } from '../../src/core/issuer';
import { SIGNING_ALGS } from '../../src/core/jose/algorithms';
import { aClient } from '../support/a-client';
import { contextOf } from '../support/context-of';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const ISSUER = 'http://localhost:3000';
const API = 'https://api.example/v1';
const FILES = 'https://files.example';

describe('access tokens', () => {
  let server: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    server = await createTestApp({
      AUTHORIZATION_DETAILS_TYPES: 'payment',
      RESOURCES: JSON.stringify({ [API]: { scopes: ['profile'], lifetime: 300 }, [FILES]: { scopes: ['email'] } }),
    });
    client = await server.register(aClient({ scope: 'openid profile email', authorization_data_types: ['payment'] }));
  });

  afterAll(() => server.close());

  const ask = (parameters: Record<string, string> | [string, string][] = {}, of = client): Promise<Answer> =>
    server.token(
      new URLSearchParams([
        ['grant_type', 'client_credentials'],
        ['client_id', of.client_id],
        ['client_secret', of.client_secret],
        ...(Array.isArray(parameters) ? parameters : Object.entries(parameters)),
      ]).toString(),
    );
  const tokenOf = ({ json, text }: Answer): string => {
    if (typeof json['access_token'] !== 'string') throw new Error(text);
    return json['access_token'];
  };

  it('are what RFC 9068 says, with exactly its claims', async () => {
    const before = Math.floor(Date.now() / 1000);
    const answer = await ask();
    const token = tokenOf(answer);
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'at+jwt', alg: 'RS256', kid: expect.any(String) });
    const claims = decodeJwt(token);
    expect(claims).toEqual({
      iss: ISSUER,
      aud: ISSUER,
      sub: client.client_id,
      client_id: client.client_id,
      scope: 'openid profile email',
      iat: expect.any(Number),
      exp: (claims.iat ?? 0) + 1800,
      jti: expect.any(String),
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before);
    const { issuer } = (await server.get('/.well-known/oauth-authorization-server')).json;
    expect(claims.iss).toBe(issuer);
  });

  it('come without a refresh token', async () => {
    const { json } = await ask();
    expect(Object.keys(json)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
  });

  it('an empty scope is an omitted one, unknown parameters are ignored', async () => {
    const { status, json } = await ask({ scope: '', colour: 'blue' });
    expect(status).toBe(200);
    expect(json['scope']).toBe('openid profile email');
  });

  it.each(['openid  profile', ' openid', 'register', 'openid admin', 'op"enid'])(
    'refuses the scope %p',
    async (scope) => {
      const { status, json } = await ask({ scope });
      expect([status, json['error']]).toEqual([400, 'invalid_scope']);
    },
  );

  it('has the scope that was issued', async () => {
    const answer = await ask({ scope: 'email' });
    expect(answer.json['scope']).toBe('email');
    expect(decodeJwt(tokenOf(answer))['scope']).toBe('email');
  });

  it.each(SIGNING_ALGS)('are signed by %s for the client that registered it', async (alg) => {
    const own = await server.register(aClient({ token_signed_response_alg: alg }));
    const token = tokenOf(await ask({}, own));
    const jwks = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
    const { protectedHeader, payload } = await jwtVerify(token, jwks, { issuer: ISSUER, typ: 'at+jwt' });
    expect(protectedHeader.alg).toBe(alg);
    expect(payload.sub).toBe(own.client_id);
  });

  it('makes one key when many need the first of an algorithm at once', async () => {
    const own = await server.register(aClient({ token_signed_response_alg: 'PS512' }));
    const tokens = await Promise.all(Array.from({ length: 8 }, async () => tokenOf(await ask({}, own))));
    expect(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)).size).toBe(1);
    const { keys } = (await server.get('/.well-known/jwks.json')).json as { keys: { alg: string }[] };
    expect(keys.filter(({ alg }) => alg === 'PS512')).toHaveLength(1);
  });

  it('are for the resource that was asked for, with its scopes and lifetime', async () => {
    const answer = await ask({ resource: API });
    const { aud, scope, iat = 0, exp } = decodeJwt(tokenOf(answer));
    expect({ aud, scope, exp }).toEqual({ aud: API, scope: 'profile', exp: iat + 300 });
    expect(answer.json).toMatchObject({ expires_in: 300, scope: 'profile' });
  });

  it('are for several resources if several are named, once each', async () => {
    const answer = await ask([API, FILES, API].map((resource): [string, string] => ['resource', resource]));
    expect(decodeJwt(tokenOf(answer))).toMatchObject({ aud: [API, FILES], scope: 'profile email' });
    expect(answer.json['expires_in']).toBe(300);
  });

  it('refuses a scope that means nothing at the resource', async () => {
    const { status, json } = await ask({ resource: API, scope: 'email' });
    expect([status, json['error']]).toEqual([400, 'invalid_scope']);
  });

  it.each([
    '/api',
    'api.example',
    `${API}#part`,
    `${API}#`,
    'https://other.example',
    `${API}/`,
    'HTTPS://api.example/v1',
  ])('refuses the resource %p', async (resource) => {
    const { status, json } = await ask([
      ['resource', API],
      ['resource', resource],
    ]);
    expect([status, json['error']]).toEqual([400, 'invalid_target']);
  });

  it('for /register itself are taken there', async () => {
    const registrar = {
      client_id: server.environment.REGISTRAR_CLIENT_ID,
      client_secret: server.environment.REGISTRAR_CLIENT_SECRET,
    };
    const forRegister = await server.accessToken({ ...registrar, resource: `${ISSUER}/register` });
    expect(decodeJwt(forRegister).aud).toBe(`${ISSUER}/register`);
    const taken = await server.postRegister(aClient(), { Authorization: `Bearer ${forRegister}` });
    expect(taken.status).toBe(201);
  });

  it('have the authorization details that were requested, and so does the response', async () => {
    const authorization_details = [
      { type: 'payment', actions: ['initiate'], amount: { currency: 'EUR', value: '1.00' } },
    ];
    const answer = await ask({ authorization_details: JSON.stringify(authorization_details) });
    expect(answer.json['authorization_details']).toEqual(authorization_details);
    expect(decodeJwt(tokenOf(answer))['authorization_details']).toEqual(authorization_details);
    expect((await ask({ authorization_details: '[]' })).json).not.toHaveProperty('authorization_details');
  });

  it('never carry the scope register to a resource server, which could register clients with them', async () => {
    const other = await createTestApp({ RESOURCES: JSON.stringify({ [API]: {} }) }, server.database);
    const { REGISTRAR_CLIENT_ID: client_id, REGISTRAR_CLIENT_SECRET: client_secret } = server.environment;
    for (const resources of [[API], [API, ISSUER], [`${ISSUER}/register`, API]]) {
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
      for (const resource of resources) form.append('resource', resource);
      const unnamed = await other.token(form.toString());
      expect([unnamed.status, decodeJwt(tokenOf(unnamed))['scope']]).toEqual([200, undefined]);
      form.set('scope', 'register');
      const { status, json } = await other.token(form.toString());
      expect([status, json['error']]).toEqual([400, 'invalid_target']);
    }
    await other.close();
  });

  it('of one issuer are refused for another issuer, also after their signature was verified', async () => {
    const tokens = server.app.get(AccessTokensService);
    const token = await server.registerToken();
    const context = contextOf(server);
    const { client } = await tokens.inspect(context, token);
    expect(client.client_id).toBe(server.environment.REGISTRAR_CLIENT_ID);
    const elsewhere = { ...context, issuer: new Issuer('https://other.example') };
    await expect(tokens.inspect(elsewhere, token)).rejects.toThrow(TokenRefused);
    await expect(tokens.inspect(context, token)).resolves.toMatchObject({ jti: expect.any(String) });
  });

  it('for other audiences, or for others beside this server, are refused at /register', async () => {
    const registrar = await server.app.get(ClientRepository).findActive(server.environment.REGISTRAR_CLIENT_ID);
    if (!registrar) throw new Error('the registrar is missing');
    const content = { subject: registrar.client_id, client: registrar, scope: ['register'], lifetime: 60 };
    const issued = (audience: readonly string[]): Promise<string> =>
      server.app.get(AccessTokensService).issue(contextOf(server), { ...content, audience });
    const register = async (audience: readonly string[]): Promise<number> => {
      const { status } = await server.postRegister(aClient(), { Authorization: `Bearer ${await issued(audience)}` });
      return status;
    };
    expect(await register([ISSUER, `${ISSUER}/register`])).toBe(201);
    for (const audience of [[API], [API, ISSUER], [`${ISSUER}/register`, API]])
      expect(await register(audience)).toBe(401);
  });

  it.each([
    ['an unknown type', '[{"type":"payment"},{"type":"account"}]'],
    ['no type', '[{}]'],
    ['an object', '{"type":"payment"}'],
    ['no JSON', '[{'],
    ['null', 'null'],
    ['a list of null', '[null]'],
    ['actions that are no list', '[{"type":"payment","actions":"initiate"}]'],
    ['locations that are no texts', '[{"type":"payment","locations":[1]}]'],
    ['an identifier that is no text', '[{"type":"payment","identifier":1}]'],
    ['more than a header holds', JSON.stringify([{ type: 'payment', text: 'x'.repeat(5000) }])],
  ])('refuses authorization_details of %s', async (_what, authorization_details) => {
    const { status, json } = await ask({ authorization_details });
    expect([status, json['error']]).toEqual([400, 'invalid_authorization_details']);
  });
});
