import { decodeJwt, decodeProtectedHeader } from 'jose';
import { DataSource } from 'typeorm';
import { aClient } from '../support/a-client';
import { basic } from '../support/basic';
import {
  aClientOfPeople,
  authorize,
  CALLBACK,
  formOf,
  pass,
  redeem,
  refresh,
  somebody,
  tokensOf,
  VERIFIER,
} from '../support/grants';
import { eventsOfType } from '../support/logged-events';
import { managing } from '../support/managing';
import { aProof, aProofKey, type ProofKey } from '../support/proofs';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { MCP_SERVER, WITH_SIGN_IN } from '../support/with-sign-in';

const OTHER = 'https://other.example';
const RESOURCES = JSON.stringify({
  ...(JSON.parse(WITH_SIGN_IN.RESOURCES) as object),
  [OTHER]: { user_scopes: ['tools:write'], lifetime: 60 },
});

describe('authorization codes', () => {
  let database: TestDatabase;
  let server: TestServer;
  let node: TestServer;
  let client: RegisteredClient;
  let confidential: RegisteredClient;
  let key: ProofKey;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, node] = [
      await createTestApp({ ...WITH_SIGN_IN, RESOURCES }, database),
      await createTestApp({ ...WITH_SIGN_IN, RESOURCES }, database),
    ];
    client = await server.register(aClientOfPeople());
    confidential = await server.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_basic' }));
    key = await aProofKey();
  });

  afterEach(() => jest.useRealTimers());

  afterAll(async () => {
    await server.close();
    await node.close();
    await database.drop();
  });

  const secret = (): { Authorization: string } => basic(confidential.client_id, confidential.client_secret);
  const expectInvalid = (answer: Answer): void => {
    expectRefusal(answer, 400, 'invalid_grant');
  };

  it('gives a code tokens of the person, for the resource, which are not cacheable', async () => {
    const sub = await somebody(server);
    const auth_time = new Date(Date.now() - 5000);
    const { code, grant_id } = await authorize(server, client, { sub, auth_time, acr: 'gold', amr: ['pwd', 'otp'] });
    const { status, headers, json } = await redeem(server, client, code);
    expect(status).toBe(200);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'tools:read tools:write',
      refresh_token: expect.stringMatching(/^clt_rt_/),
    });
    const token = String(json['access_token']);
    expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
    const claims = decodeJwt(token);
    expect(claims).toEqual({
      iss: 'http://localhost:3000',
      aud: MCP_SERVER,
      sub,
      client_id: client.client_id,
      scope: 'tools:read tools:write',
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      grant: grant_id,
      auth_time: Math.floor(auth_time.getTime() / 1000),
      acr: 'gold',
      amr: ['pwd', 'otp'],
    });
    expect([Number(claims.exp) - Number(claims.iat), claims.nbf]).toEqual([900, undefined]);
    expect(token.length).toBeLessThan(4096);
  });

  it('logs the grant and its redemption, without the code or a token', async () => {
    const sub = await somebody(server);
    const { code, grant_id } = await authorize(server, client, { sub });
    const { json } = await redeem(server, client, code);
    const created = (await eventsOfType(server, 'grant.created')).filter(({ data }) => data.sub === sub);
    const redeemed = (await eventsOfType(server, 'grant.redeemed')).filter(({ data }) => data.sub === sub);
    expect(created.map(({ client_id, data }) => [client_id, data.grant])).toEqual([[client.client_id, grant_id]]);
    expect(redeemed.map(({ data }) => data.grant)).toEqual([grant_id]);
    const text = JSON.stringify([created, redeemed]);
    for (const hidden of [code, json['access_token'], json['refresh_token']])
      expect(text).not.toContain(String(hidden));
  });

  it('gives no refresh token if it was not authorized, or the client did not register that', async () => {
    const { code } = await authorize(server, client, { mayRefresh: false });
    expect((await redeem(server, client, code)).json).not.toHaveProperty('refresh_token');
    const brief = await server.register(aClientOfPeople({ grant_types: ['authorization_code'] }));
    const other = await authorize(server, brief);
    expect((await redeem(server, brief, other.code)).json).not.toHaveProperty('refresh_token');
  });

  describe('attacks', () => {
    it('the proof of the verifier cannot be taken off', async () => {
      const { code } = await authorize(server, client);
      const others = ['', 'a'.repeat(42), 'a'.repeat(129), `${VERIFIER.slice(1)}a`, `${VERIFIER.slice(1)}\0`];
      for (const code_verifier of others) expectInvalid(await redeem(server, client, code, { code_verifier }));
      expect((await redeem(server, client, code)).status).toBe(200);
    });

    it('the challenge itself is no verifier: plain does not exist', async () => {
      const code_challenge = VERIFIER;
      const { code } = await authorize(server, client, { code_challenge });
      expectInvalid(await redeem(server, client, code, { code_verifier: code_challenge }));
    });

    it('another client cannot redeem a code, and does not use it up', async () => {
      const { code } = await authorize(server, client);
      const other = await server.register(aClientOfPeople({ client_name: 'Other' }));
      expectInvalid(await redeem(server, other, code));
      expectInvalid(await redeem(server, confidential, code, {}));
      expect((await redeem(server, client, code)).status).toBe(200);
    });

    it('of many redemptions at once, on two nodes, one succeeds, and the code counts as used twice', async () => {
      const { code } = await authorize(server, client);
      const nodes = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? server : node));
      const answers = await Promise.all(nodes.map((one) => redeem(one, client, code)));
      const given = answers.filter(({ status }) => status === 200);
      expect(given).toHaveLength(1);
      for (const answer of answers.filter((one) => !given.includes(one))) expectInvalid(answer);
      expectInvalid(await refresh(node, client, String(given[0]?.json['refresh_token'])));
    });

    it('every character of a code counts', async () => {
      const { code } = await authorize(server, client);
      const altered = (at: number): string => {
        const other = code[at] === 'A' ? 'B' : 'A';
        return code.slice(0, at) + other + code.slice(at + 1);
      };
      for (const at of [0, 12, code.length - 40, code.length - 1])
        expectInvalid(await redeem(server, client, altered(at)));
      expectInvalid(await redeem(server, client, code.toUpperCase()));
      expect((await redeem(server, client, code)).status).toBe(200);
    });

    it('nothing else that was issued is a code, and a code is nothing else', async () => {
      const { access_token, refresh_token } = await tokensOf(server, client);
      const { code } = await authorize(server, client);
      for (const other of [access_token, refresh_token, refresh_token.replace('clt_rt_', 'clt_code_')])
        expectInvalid(await redeem(server, client, other));
      for (const other of [code, code.replace('clt_code_', 'clt_rt_'), access_token])
        expectInvalid(await refresh(server, client, other));
      expect((await redeem(server, client, code)).status).toBe(200);
    });

    it('a second use that lacks something ends nothing', async () => {
      const { code } = await authorize(server, client);
      const { json } = await redeem(server, client, code);
      const other = await server.register(aClientOfPeople({ client_name: 'Other' }));
      expectInvalid(await redeem(server, other, code));
      expectInvalid(await redeem(server, client, code, { code_verifier: 'a'.repeat(43) }));
      expectInvalid(await redeem(server, client, code, { code_verifier: '' }));
      expectInvalid(await redeem(server, client, code, { redirect_uri: 'http://127.0.0.1:1/callback' }));
      expect((await refresh(server, client, String(json['refresh_token']))).status).toBe(200);
    });

    it('a client that authenticates redeems nothing without its secret', async () => {
      const { code } = await authorize(server, confidential);
      const { client_id } = confidential;
      const usual = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
      expectRefusal(await server.token({ ...usual, client_id }), 401, 'invalid_client');
      expectRefusal(await server.token(usual, basic(client_id, 'wrong')), 401, 'invalid_client');
      expectRefusal(await server.token(usual), 401, 'invalid_client');
      expect((await server.token(usual, secret())).status).toBe(200);
    });
  });

  it('a second use that is right ends the grant at once, and is an event', async () => {
    const sub = await somebody(server);
    const { code, grant_id } = await authorize(server, client, { sub });
    const { json } = await redeem(server, client, code);
    expectInvalid(await redeem(node, client, code));
    expectInvalid(await refresh(server, client, String(json['refresh_token'])));
    const reused = (await eventsOfType(server, 'grant.code_reused')).filter(({ data }) => data.sub === sub);
    const revoked = (await eventsOfType(server, 'grant.revoked')).filter(({ data }) => data.sub === sub);
    expect(reused.map(({ data }) => data.grant)).toEqual([grant_id]);
    expect(revoked.map(({ data }) => data.reason)).toEqual(['code_reused']);
  });

  it('a second use is seen until the first access token has expired', async () => {
    const { code } = await authorize(server, client);
    const { json } = await redeem(server, client, code);
    pass(890);
    expectInvalid(await redeem(server, client, code));
    expectInvalid(await refresh(server, client, String(json['refresh_token'])));
  });

  it('is valid for a minute', async () => {
    const { code } = await authorize(server, client);
    const late = await authorize(server, client);
    pass(55);
    expect((await redeem(server, client, code)).status).toBe(200);
    pass(10);
    expectInvalid(await redeem(server, client, late.code));
  });

  it('belongs to the redirect URI of its request, which need not be sent again', async () => {
    const { code } = await authorize(server, client);
    for (const redirect_uri of ['http://127.0.0.1/callback', `${CALLBACK}/`, 'http://localhost:49152/callback', 'x'])
      expectInvalid(await redeem(server, client, code, { redirect_uri }));
    expect((await redeem(server, client, code, { redirect_uri: '' })).status).toBe(200);
  });

  it('a text that is no code is refused like an unknown one', async () => {
    const unknown = `clt_code_0192f3a4-7c11-7bbd-a5c1-3f7f4c2e9a11_${'a'.repeat(43)}`;
    const first = await redeem(server, client, unknown);
    for (const text of ['x', 'clt_code_', 'a'.repeat(5000), '\0', 'clt_code_\u00e4', "' OR 1=1 --"]) {
      const answer = await redeem(server, client, text);
      expectInvalid(answer);
      expect(answer.text).toBe(first.text);
    }
  });

  it('is required, in the body', async () => {
    const { code } = await authorize(server, client);
    const usual = { grant_type: 'authorization_code', client_id: client.client_id, code_verifier: VERIFIER };
    expectRefusal(await server.token(usual), 400, 'invalid_request');
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(usual).toString();
    expectRefusal(await server.send('POST', `/token?code=${code}`, form, body), 400, 'invalid_request');
    const repeated = await server.token(`${body}&code=${code}&code=${code}`);
    expectRefusal(repeated, 400, 'invalid_request');
  });

  it('a scope in the request widens nothing', async () => {
    const { code } = await authorize(server, client, { scope: ['tools:read'] });
    const { json } = await redeem(server, client, code, { scope: 'tools:read tools:write register' });
    expect(json['scope']).toBe('tools:read');
  });

  it('a token is for one resource that was authorized, whatever its spelling, with the scopes of it', async () => {
    const resources = [MCP_SERVER, OTHER];
    const { code } = await authorize(server, client, { resources });
    const refused = ['', 'https://unknown.example', `${MCP_SERVER}#x`];
    for (const resource of refused)
      expectRefusal(await redeem(server, client, code, { resource }), 400, 'invalid_target');
    const two = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: VERIFIER });
    two.append('client_id', client.client_id);
    for (const resource of resources) two.append('resource', resource);
    expectRefusal(await server.token(two.toString()), 400, 'invalid_target');
    const { json } = await redeem(server, client, code, { resource: 'HTTPS://Other.example:443/' });
    expect(json).toMatchObject({ scope: 'tools:write', expires_in: 60 });
    expect(decodeJwt(String(json['access_token'])).aud).toBe(OTHER);
  });

  it('a resource that was not authorized is refused, and the code stays usable', async () => {
    const { code } = await authorize(server, client);
    for (const resource of [OTHER, 'http://localhost:3000', 'http://localhost:3000/register'])
      expectRefusal(await redeem(server, client, code, { resource }), 400, 'invalid_target');
    const { json } = await redeem(server, client, code, { resource: MCP_SERVER });
    expect(decodeJwt(String(json['access_token'])).aud).toBe(MCP_SERVER);
  });

  it('a code for a DPoP key is for that key, and a wrong proof leaves it usable', async () => {
    const { code } = await authorize(server, client, { dpop_jkt: key.jkt });
    const other = await aProofKey();
    expectInvalid(await redeem(server, client, code));
    expectInvalid(await redeem(server, client, code, {}, { DPoP: await aProof(other) }));
    const bad = { DPoP: await aProof(key, { claims: { htm: 'GET' } }) };
    expectRefusal(await redeem(server, client, code, {}, bad), 400, 'invalid_dpop_proof');
    const { json } = await redeem(server, client, code, {}, { DPoP: await aProof(key) });
    expect(json['token_type']).toBe('DPoP');
    expect(decodeJwt(String(json['access_token']))['cnf']).toEqual({ jkt: key.jkt });
  });

  it('what changed of the client since the request counts', async () => {
    const changed = await server.register(aClientOfPeople({ client_name: 'Changed' }));
    const { code } = await authorize(server, changed);
    const confidentialNow = aClientOfPeople({ token_endpoint_auth_method: 'client_secret_post' });
    const put = await managing(server, changed).put(confidentialNow);
    expect(put.status).toBe(200);
    expectRefusal(await redeem(server, { ...changed, client_secret: undefined as never }, code), 401, 'invalid_client');
    const now = { ...changed, client_secret: String(put.json['client_secret']) };
    expect((await redeem(server, now, code)).status).toBe(200);
    const next = await authorize(server, now);
    expect((await managing(server, changed).remove()).status).toBe(204);
    expectRefusal(await redeem(server, now, next.code), 401, 'invalid_client');
  });

  it('scopes that the client lost since are not in its tokens', async () => {
    const narrowed = await server.register(
      aClientOfPeople({ client_name: 'Narrowed', scope: 'tools:read tools:write' }),
    );
    const { code } = await authorize(server, narrowed);
    const put = await managing(server, narrowed).put(aClientOfPeople({ scope: 'tools:read' }));
    expect(put.status).toBe(200);
    expect((await redeem(server, narrowed, code)).json['scope']).toBe('tools:read');
  });

  it.each(['device_code', 'jwt-bearer', 'token-exchange', 'saml2-bearer'])(
    'is the one way to act for a person: there is no grant %s, which needs no page',
    async (name) => {
      const grant_type = `urn:ietf:params:oauth:grant-type:${name}`;
      const asserted = { grant_type, device_code: 'x', assertion: 'x', subject_token: 'x' };
      expectRefusal(await server.token({ ...asserted, ...formOf(client) }), 400, 'unsupported_grant_type');
      expect((await server.send('POST', '/device_authorization')).status).toBe(404);
    },
  );

  it('leaves no code and no token in the database, nor what they are made of', async () => {
    const { code } = await authorize(server, client);
    const { json } = await redeem(server, client, code);
    const next = await refresh(server, client, String(json['refresh_token']));
    const given = [code, ...[json, next.json].flatMap((one) => [one['access_token'], one['refresh_token']])].map(
      String,
    );
    const source = server.app.get(DataSource);
    const tables = source.entityMetadatas.map(({ tablePath }) => tablePath);
    const rows = await Promise.all(
      tables.map((table) => source.query<Record<string, unknown>[]>(`SELECT * FROM ${table}`)),
    );
    const text = rows
      .flat()
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
      .join('\n');
    expect(text).toContain(String(decodeJwt(String(json['access_token']))['grant']));
    for (const one of given) {
      expect(text).not.toContain(one);
      expect(text).not.toContain(one.slice(-43));
    }
  });

  it('is not served to clients that did not register the grant, nor without sign-in', async () => {
    const other = await server.register(aClient({ scope: 'machines' }));
    expectRefusal(await redeem(server, other, 'x'), 400, 'unauthorized_client');
    const off = await createTestApp({}, database);
    for (const grant_type of ['authorization_code', 'refresh_token'])
      expectRefusal(await off.token({ grant_type, client_id: client.client_id }), 400, 'unsupported_grant_type');
    await off.close();
  });
});
