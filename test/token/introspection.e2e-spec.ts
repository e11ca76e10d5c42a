import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { AccessTokensService } from '../../src/access-tokens/access-tokens.service';
import { ClientRepository } from '../../src/clients/client.repository';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { contextOf } from '../support/context-of';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const ISSUER = 'http://localhost:3000';
const API = 'https://api.example';
const INACTIVE = '{"active":false}';

describe('introspection and revocation', () => {
  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let client: RegisteredClient;
  let resourceServer: RegisteredClient;
  let stranger: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    const first = await createTestApp({ AUTHORIZATION_DETAILS_TYPES: 'payment' }, database);
    [client, resourceServer, stranger] = [
      await first.register(aClient({ authorization_data_types: ['payment'] })),
      await first.register(aClient()),
      await first.register(aClient()),
    ];
    await first.close();
    const RESOURCES = JSON.stringify({
      [API]: { introspection_clients: [resourceServer.client_id] },
      'https://other.example': {},
    });
    [server, other] = [await createTestApp({ RESOURCES }, database), await createTestApp({ RESOURCES }, database)];
  });

  afterAll(async () => {
    await server.close();
    await other.close();
    await database.drop();
  });

  const credentials = ({ client_id, client_secret }: RegisteredClient): Record<string, string> => ({
    Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
  });
  const registrar = (): RegisteredClient =>
    ({
      client_id: server.environment.REGISTRAR_CLIENT_ID,
      client_secret: server.environment.REGISTRAR_CLIENT_SECRET,
    }) as RegisteredClient;
  const post = (
    path: string,
    parameters: Record<string, string>,
    headers: Record<string, string>,
    at = server,
  ): Promise<Answer> =>
    at.send(
      'POST',
      path,
      { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      new URLSearchParams(parameters).toString(),
    );
  const introspect = (token: string, caller: RegisteredClient, own: Record<string, string> = {}): Promise<Answer> =>
    post('/introspect', { token, ...own }, credentials(caller));
  const revoke = (token: string, caller: RegisteredClient, own: Record<string, string> = {}): Promise<Answer> =>
    post('/revoke', { token, ...own }, credentials(caller));
  const tokenOf = (of: RegisteredClient, own: Record<string, string> = {}): Promise<string> =>
    server.accessToken({ client_id: of.client_id, client_secret: of.client_secret, ...own });

  it('refuses callers that do not authenticate', async () => {
    const token = await tokenOf(client);
    const bearer = { Authorization: `Bearer ${await server.registerToken()}` };
    const wrong = credentials({ ...client, client_secret: 'wrong' });
    for (const headers of [{}, wrong, bearer])
      for (const path of ['/introspect', '/revoke']) {
        const { status, json, headers: answered } = await post(path, { token }, headers);
        expect([status, json['error']]).toEqual([401, 'invalid_client']);
        expect(answered.get('www-authenticate')).toMatch(/^Basic realm=/);
      }
  });

  it('returns the claims of its own token to a client', async () => {
    const authorization_details = JSON.stringify([{ type: 'payment' }]);
    const token = await tokenOf(client, { authorization_details });
    const { status, json, headers } = await introspect(token, client);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({ active: true, token_type: 'Bearer', ...decodeJwt(token) });
    expect(json['authorization_details']).toEqual([{ type: 'payment' }]);
  });

  it('returns the tokens for a resource server to it, and those of no other audience', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
      resource: API,
    });
    form.append('resource', 'https://other.example');
    const token = String((await server.token(form.toString())).json['access_token']);
    const { json } = await introspect(token, resourceServer);
    expect(json).toMatchObject({ active: true, aud: API, client_id: client.client_id, iss: ISSUER });
    expect((await introspect(await tokenOf(client), resourceServer)).text).toBe(INACTIVE);
  });

  it('shows for whom a client acts; at this server itself such a token is refused', async () => {
    const found = await server.app.get(ClientRepository).findActive(server.environment.REGISTRAR_CLIENT_ID);
    if (!found) throw new Error('the registrar is missing');
    const issued = (subject: string): Promise<string> =>
      server.app.get(AccessTokensService).issue(contextOf(server), {
        subject,
        client: found,
        actor: { sub: found.client_id },
        scope: ['register'],
        audience: [],
        lifetime: 60,
      });
    const token = await issued('user-1');
    const { json } = await introspect(token, registrar());
    expect(json).toMatchObject({ active: true, sub: 'user-1', client_id: found.client_id });
    expect(json['act']).toEqual({ sub: found.client_id });
    const register = async (bearer: string): Promise<number> =>
      (await server.postRegister(aClient(), { Authorization: `Bearer ${bearer}` })).status;
    expect([await register(token), await register(await issued(found.client_id))]).toEqual([401, 201]);
  });

  it('says no more than inactive of what is unknown, foreign or not for the caller', async () => {
    const foreign = await tokenOf(client, { resource: API });
    for (const token of ['x', 'a.b.c', `${foreign}x`, await server.registerToken(), foreign]) {
      const { status, text } = await introspect(token, stranger);
      expect([status, text]).toEqual([200, INACTIVE]);
    }
  });

  it('finds a token with any hint', async () => {
    const token = await tokenOf(client);
    for (const token_type_hint of ['refresh_token', 'access_token', 'colour'])
      expect((await introspect(token, client, { token_type_hint })).json['active']).toBe(true);
  });

  it('needs a token', async () => {
    for (const path of ['/introspect', '/revoke']) {
      const { status, json } = await post(path, { token: '' }, credentials(client));
      expect([status, json['error']]).toEqual([400, 'invalid_request']);
      expect((await server.get(path)).status).toBe(405);
    }
  });

  it('responds with a signed JWT if the request accepts it (RFC 9701)', async () => {
    const accept = { Accept: 'application/token-introspection+jwt' };
    const token = await tokenOf(client, { resource: API });
    const jwks = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
    const answer = await post('/introspect', { token }, { ...credentials(resourceServer), ...accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/token-introspection+jwt']);
    const expected = { issuer: ISSUER, audience: resourceServer.client_id, typ: 'token-introspection+jwt' };
    const { payload, protectedHeader } = await jwtVerify(answer.text, jwks, expected);
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload['token_introspection']).toEqual({ active: true, token_type: 'Bearer', ...decodeJwt(token) });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'iat', 'iss', 'token_introspection']);
    const unknown = await post('/introspect', { token: 'x' }, { ...credentials(stranger), ...accept });
    expect(decodeJwt(unknown.text)['token_introspection']).toEqual({ active: false });
    const own = await server.registerToken();
    const asRegistrar = await post('/introspect', { token: own }, { ...credentials(registrar()), ...accept });
    expect(decodeJwt(asRegistrar.text)['token_introspection']).toMatchObject({ active: true, scope: 'register' });
    const refused = await post('/introspect', { token }, { ...credentials(client), Accept: `${accept.Accept};q=0` });
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
    const asBearer = await server.postRegister(aClient(), { Authorization: `Bearer ${answer.text}` });
    expect(asBearer.status).toBe(401);
  });

  it('works with oauth4webapi, as JSON and as a JWT', async () => {
    const { json } = await server.get('/.well-known/oauth-authorization-server');
    const as = Object.fromEntries(
      Object.entries(json).map(([name, value]) => [
        name,
        typeof value === 'string' && name !== 'issuer' ? server.at(value) : value,
      ]),
    ) as unknown as oauth.AuthorizationServer;
    const me: oauth.Client = { client_id: client.client_id };
    const auth = oauth.ClientSecretBasic(client.client_secret);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the test speaks http to loopback
    const insecure = { [oauth.allowInsecureRequests]: true };
    const token = await tokenOf(client);
    for (const requestJwtResponse of [false, true]) {
      const response = await oauth.introspectionRequest(as, me, auth, token, { ...insecure, requestJwtResponse });
      const introspection = await oauth.processIntrospectionResponse(as, me, response);
      expect(introspection.active).toBe(true);
      expect(introspection.client_id).toBe(client.client_id);
    }
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, me, auth, token, insecure));
    const response = await oauth.introspectionRequest(as, me, auth, token, insecure);
    expect(await oauth.processIntrospectionResponse(as, me, response)).toEqual({ active: false });
  });

  it('a revoked token is refused on the very next request, on every node', async () => {
    const token = await tokenOf(registrar());
    const bearer = { Authorization: `Bearer ${token}` };
    expect((await other.postRegister(aClient(), bearer)).status).toBe(201);
    const { status, text } = await revoke(token, registrar());
    expect([status, text]).toEqual([200, '']);
    for (const node of [other, server]) {
      const answer = await node.postRegister(aClient(), bearer);
      expect([answer.status, answer.json['error']]).toEqual([401, 'invalid_token']);
      expect((await post('/introspect', { token }, credentials(registrar()), node)).text).toBe(INACTIVE);
    }
    expect((await revoke(token, registrar())).status).toBe(200);
  });

  it('the token of a client is inactive on every node once the client is deleted', async () => {
    const brief = await server.register(aClient());
    const token = await tokenOf(brief, { resource: API });
    expect((await introspect(token, resourceServer)).json['active']).toBe(true);
    expect((await managing(other, brief).remove()).status).toBe(204);
    for (const node of [server, other])
      expect((await post('/introspect', { token }, credentials(resourceServer), node)).text).toBe(INACTIVE);
  });

  it('revokes nothing for an unknown token, and says so for the token of another client', async () => {
    const token = await tokenOf(client);
    for (const unknown of ['x', 'a.b.c', `${token}x`]) expect((await revoke(unknown, client)).status).toBe(200);
    const { status, json } = await revoke(token, stranger, { token_type_hint: 'refresh_token' });
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
    expect((await introspect(token, client)).json['active']).toBe(true);
  });
});
