import { decodeJwt, SignJWT } from 'jose';
import { AccessTokensService } from '../../src/access-tokens/access-tokens.service';
import { ClientRepository } from '../../src/clients/client.repository';
import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import { UsersService } from '../../src/users/users.service';
import { aClient } from '../support/a-client';
import { basic } from '../support/basic';
import { contextOf } from '../support/context-of';
import { aClientOfPeople, authorize, formOf, redeem, refresh, somebody, sweep, tokensOf } from '../support/grants';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { MCP_SERVER, WITH_SIGN_IN } from '../support/with-sign-in';

const INACTIVE = '{"active":false}';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('tokens of people, at introspection, revocation and everywhere else', () => {
  let database: TestDatabase;
  let server: TestServer;
  let node: TestServer;
  let variables: Readonly<Record<string, string>>;
  let client: RegisteredClient;
  let confidential: RegisteredClient;
  let resourceServer: RegisteredClient;
  let otherServer: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    const first = await createTestApp(WITH_SIGN_IN, database);
    client = await first.register(aClientOfPeople());
    confidential = await first.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_basic' }));
    resourceServer = await first.register(aClient({ scope: 'machines' }));
    otherServer = await first.register(aClient({ scope: 'machines' }));
    await first.close();
    const usual = (JSON.parse(WITH_SIGN_IN.RESOURCES) as Record<string, object>)[MCP_SERVER];
    const claims = { username: 'email', groups: 'groups' };
    variables = {
      ...WITH_SIGN_IN,
      MANAGEMENT_SCOPE: 'manage',
      SCOPES: `${WITH_SIGN_IN.SCOPES} manage`,
      RESOURCES: JSON.stringify({
        [MCP_SERVER]: { ...usual, claims, introspection_clients: [resourceServer.client_id] },
        'https://other.example': { user_scopes: ['tools:read'], introspection_clients: [otherServer.client_id] },
      }),
    };
    [server, node] = [await createTestApp(variables, database), await createTestApp(variables, database)];
  });

  afterAll(async () => {
    await server.close();
    await node.close();
    await database.drop();
  });

  afterEach(() => jest.useRealTimers());

  const post = (
    path: string,
    parameters: Record<string, string>,
    by: RegisteredClient,
    at = server,
  ): Promise<Answer> => {
    const credentials = typeof by.client_secret === 'string' ? basic(by.client_id, by.client_secret) : {};
    const own = typeof by.client_secret === 'string' ? {} : { client_id: by.client_id };
    return at.send(
      'POST',
      path,
      { ...FORM, ...credentials },
      new URLSearchParams({ ...parameters, ...own }).toString(),
    );
  };
  const introspect = (token: string, by: RegisteredClient, at = server): Promise<Answer> =>
    post('/introspect', { token }, by, at);
  const revoke = async (token: string, by: RegisteredClient, own: Record<string, string> = {}): Promise<void> => {
    const answer = await post('/revoke', { token, ...own }, by);
    expect([answer.status, answer.text]).toEqual([200, '']);
  };
  const isActive = async (token: string, at = server): Promise<unknown> =>
    (await introspect(token, resourceServer, at)).json['active'];

  it('tell the resource server who the person is, by the claims that the operator maps', async () => {
    const sub = await somebody(server, { email: 'a@corp.example', groups: ['staff'], address: 'secret' });
    const { access_token } = await tokensOf(server, client, { sub });
    expect(decodeJwt(access_token)).toMatchObject({ sub, username: 'a@corp.example', groups: ['staff'] });
    expect(decodeJwt(access_token)).not.toHaveProperty('address');
    const { json } = await introspect(access_token, resourceServer, node);
    expect(json).toEqual({ active: true, token_type: 'Bearer', ...decodeJwt(access_token) });
  });

  it('a token for one resource is inactive at the introspection of another', async () => {
    const { access_token } = await tokensOf(server, client);
    expect((await introspect(access_token, otherServer)).text).toBe(INACTIVE);
    expect(await isActive(access_token)).toBe(true);
  });

  it('a refresh token is known to its own client alone', async () => {
    const { refresh_token } = await tokensOf(server, confidential);
    const { json } = await introspect(refresh_token, confidential, node);
    expect(json).toEqual({
      active: true,
      iss: 'http://localhost:3000',
      sub: expect.stringMatching(/^usr_/),
      client_id: confidential.client_id,
      scope: 'tools:read tools:write',
      exp: expect.any(Number),
    });
    for (const other of [resourceServer, otherServer])
      expect((await introspect(refresh_token, other)).text).toBe(INACTIVE);
    expect((await refresh(server, confidential, refresh_token)).status).toBe(200);
    expect((await introspect(refresh_token, confidential)).text).toBe(INACTIVE);
  });

  it('all access tokens of a grant are inactive on every node once it has ended', async () => {
    const first = await tokensOf(server, client);
    const second = (await refresh(server, client, first.refresh_token)).json;
    expect(await isActive(first.access_token, node)).toBe(true);
    await revoke(String(second['refresh_token']), client);
    for (const at of [node, server])
      for (const token of [first.access_token, String(second['access_token'])])
        expect(await isActive(token, at)).toBe(false);
    expect((await refresh(node, client, String(second['refresh_token']))).json['error']).toBe('invalid_grant');
  });

  it('a used refresh token revokes its grant too, and any hint is right', async () => {
    const first = await tokensOf(server, client);
    const second = (await refresh(server, client, first.refresh_token)).json;
    await revoke(first.refresh_token, client, { token_type_hint: 'access_token' });
    expect(await isActive(String(second['access_token']))).toBe(false);
  });

  it('an access token revokes itself alone', async () => {
    const { access_token, refresh_token } = await tokensOf(server, client);
    await revoke(access_token, client);
    expect(await isActive(access_token, node)).toBe(false);
    const next = await refresh(server, client, refresh_token);
    expect(await isActive(String(next.json['access_token']))).toBe(true);
  });

  it('an access token revokes its grant with ACCESS_TOKEN_REVOCATION=grant', async () => {
    const wide = await createTestApp({ ...variables, ACCESS_TOKEN_REVOCATION: 'grant' }, database);
    const { access_token, refresh_token } = await tokensOf(wide, client);
    expect((await post('/revoke', { token: access_token }, client, wide)).status).toBe(200);
    expect((await refresh(server, client, refresh_token)).json['error']).toBe('invalid_grant');
    await wide.close();
  });

  it('no client revokes what another one has, and a public client revokes by its name alone', async () => {
    const { access_token, refresh_token } = await tokensOf(server, confidential);
    for (const token of [access_token, refresh_token, 'x', `${refresh_token}x`]) {
      await revoke(token, client);
      await revoke(token, resourceServer);
    }
    expect(await isActive(access_token)).toBe(true);
    expect((await refresh(server, confidential, refresh_token)).status).toBe(200);
    const unauthenticated = new URLSearchParams({ token: refresh_token, client_id: confidential.client_id }).toString();
    expectRefusal(await server.send('POST', '/revoke', FORM, unauthenticated), 401, 'invalid_client');
    const own = await tokensOf(server, client);
    await revoke(own.refresh_token, client);
    expect(await isActive(own.access_token)).toBe(false);
  });

  it('a person who is disabled has no valid token from the next request on; nor one who is erased', async () => {
    const users = server.app.get(UsersService);
    for (const end of ['disable', 'erase'] as const) {
      const sub = await somebody(server);
      const { access_token, refresh_token } = await tokensOf(server, client, { sub });
      expect(await isActive(access_token, node)).toBe(true);
      expect(await users[end](contextOf(server), sub)).toBe(true);
      for (const at of [node, server]) expect(await isActive(access_token, at)).toBe(false);
      expect((await refresh(node, client, refresh_token)).json['error']).toBe('invalid_grant');
    }
  });

  it('the grants of a person are in the export of the data, without secrets', async () => {
    const sub = await somebody(server);
    const { grant_id } = await tokensOf(server, client, { sub });
    const exported = (await server.app.get(UsersService).export(sub)) as { grants: Record<string, unknown>[] };
    expect(exported.grants).toEqual([
      expect.objectContaining({ id: grant_id, client_id: client.client_id, resources: [MCP_SERVER] }),
    ]);
    expect(JSON.stringify(exported)).not.toMatch(/hash|sealed|clt_/);
  });

  it('no rule lets a person in any more: inactive at once', async () => {
    const { access_token } = await tokensOf(server, client);
    const closed = await createTestApp(
      {
        ...variables,
        RESOURCES: JSON.stringify({
          [MCP_SERVER]: {
            user_scopes: ['tools:read', 'tools:write'],
            introspection_clients: [resourceServer.client_id],
            allow: { subjects: ['nobody'] },
          },
        }),
      },
      database,
    );
    expect(await isActive(access_token, closed)).toBe(false);
    expect(await isActive(access_token)).toBe(true);
    await closed.close();
  });

  it('a token of a person opens nothing of this server, whatever its scope and audience say', async () => {
    const issuer = 'http://localhost:3000';
    const { access_token, refresh_token, grant_id } = await tokensOf(server, client, {
      scope: ['register', 'register:admin', 'manage', 'tools:read'],
      resources: [MCP_SERVER],
    });
    expect(decodeJwt(access_token)).toMatchObject({ scope: 'tools:read', aud: MCP_SERVER });
    const forged = await issuedFor(grant_id, [issuer], ['register', 'register:admin', 'manage']);
    for (const token of [access_token, forged, refresh_token]) {
      const bearer = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const addresses = ['/register', '/register/validate', '/admin/clients'];
      for (const address of addresses)
        expectRefusal(await server.send('POST', address, bearer, '{}'), 401, 'invalid_token');
      expectRefusal(await server.get('/admin/clients', bearer), 401, 'invalid_token');
      expect((await managing(server, { ...client, registration_access_token: token }).read()).status).toBe(401);
      const asked = await server.send('POST', '/introspect', { ...FORM, Authorization: `Bearer ${token}` }, 'token=x');
      expectRefusal(asked, 401, 'invalid_client');
    }
  });

  /** A token that this server would never issue: signed by it, of a grant that is alive. */
  const issuedFor = async (grant: string, audience: string[], scope: string[]): Promise<string> => {
    const found = await server.app.get(ClientRepository).find(client.client_id);
    if (!found) throw new Error('the client is missing');
    return server.app.get(AccessTokensService).issue(contextOf(server), {
      subject: client.client_id,
      client: found,
      scope,
      audience,
      lifetime: 60,
      authorization: { grant, auth_time: new Date() },
    });
  };

  it('a client is never named like a person', async () => {
    const { access_token } = await tokensOf(server, client);
    expect(decodeJwt(access_token).sub).toMatch(/^usr_/);
    const named = await server.register(aClientOfPeople({ client_id: 'usr_alice', client_name: 'usr_alice' }));
    expect(named.client_id).not.toMatch(/^usr_/);
    const own = await server.accessToken({ ...formOf(resourceServer), scope: 'machines', resource: MCP_SERVER });
    expect(decodeJwt(own).sub).toBe(resourceServer.client_id);
  });

  it('a token that another key signed is none', async () => {
    const { access_token } = await tokensOf(server, client);
    const stolen = await new SignJWT(decodeJwt(access_token))
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .sign(new Uint8Array(32));
    expect(await isActive(stolen)).toBe(false);
  });

  it('guesses are limited like failed authentications, which no honest client meets, and never delay what is right', async () => {
    const tokenIn = ({ json }: Answer): string => String(json['refresh_token']);
    const expectInvalid = (answer: Answer): void => {
      expectRefusal(answer, 400, 'invalid_grant');
    };
    const limited = await createTestApp({ ...variables, RATE_LIMIT_FAILED_AUTH: '3' }, database);
    const [{ refresh_token }, ended] = [await tokensOf(limited, client), await tokensOf(limited, client)];
    const burst = Array.from({ length: 10 }, () => refresh(limited, client, refresh_token));
    const [successor = '', ...others] = (await Promise.all(burst)).map(tokenIn);
    expect(new Set([successor, ...others]).size).toBe(1);
    await limited.app.get(UserGrantsService).revoke(contextOf(limited), ended.grant_id, 'user');
    const swept = await authorize(limited, client);
    await sweep(limited, 120);
    const ofRemovedKey = refresh_token.replace(/_1(\.[\w-]{43})$/, '_7$1');
    expect(ofRemovedKey).not.toBe(refresh_token);
    for (let times = 0; times < 5; times += 1) {
      for (const token of [ended.refresh_token, ofRemovedKey, 'a token of another server'])
        expectInvalid(await refresh(limited, client, token));
      expectInvalid(await redeem(limited, client, swept.code));
    }
    const { code } = await authorize(limited, client);
    const guesses = [
      () => refresh(limited, client, refresh_token.replace('_0_', '_7_')),
      () => redeem(limited, client, code.replace(/.{43}$/, 'a'.repeat(43))),
      () => redeem(limited, client, code, { code_verifier: 'a'.repeat(43) }),
    ];
    for (const guess of guesses) expectInvalid(await guess());
    for (const guess of guesses) {
      const answer = await guess();
      expectRefusal(answer, 429, 'temporarily_unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expectInvalid(await refresh(limited, client, ended.refresh_token));
    expect((await redeem(limited, client, code)).status).toBe(200);
    expect((await refresh(limited, client, successor)).status).toBe(200);
    await limited.close();
  });
});
