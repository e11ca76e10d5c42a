import { createHash, X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';
import { DataSource } from 'typeorm';
import { StartRetriesService } from '../../src/platform/database/start-retries.service';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { GrantKeysInUseService } from '../../src/user-grants/grant-keys-in-use.service';
import { RefreshTokenRepository } from '../../src/user-grants/refresh-token.repository';
import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import type { SignInOptions } from '../../src/users/sign-in-options';
import { selfSigned } from '../support/certificates';
import { contextOf } from '../support/context-of';
import {
  aClientOfPeople,
  authorize,
  formOf,
  pass,
  redeem,
  refresh,
  somebody,
  sweep,
  type Tokens,
  tokensOf,
} from '../support/grants';
import { eventsOfType } from '../support/logged-events';
import { managing } from '../support/managing';
import { aProof, aProofKey } from '../support/proofs';
import { expectRefusal } from '../support/refusal';
import { policyFile } from '../support/policy-files';
import { SECRET_KEYS } from '../support/secret-keys';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { MCP_SERVER, WITH_SIGN_IN } from '../support/with-sign-in';

const OTHER = 'https://other.example';
const DAY = 86_400;
/** In which a proxy on this machine passes certificates on, as RFC 9440 says. */
const CERTIFICATE = 'Client-Cert';
const VARIABLES = {
  ...WITH_SIGN_IN,
  TRUST_PROXY: '127.0.0.1',
  TLS_CLIENT_CERT_HEADER: CERTIFICATE,
  RESOURCES: JSON.stringify({
    ...(JSON.parse(WITH_SIGN_IN.RESOURCES) as object),
    [OTHER]: { user_scopes: ['tools:write'] },
  }),
};

describe('refresh tokens', () => {
  let database: TestDatabase;
  let server: TestServer;
  let node: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, node] = [await createTestApp(VARIABLES, database), await createTestApp(VARIABLES, database)];
    client = await server.register(aClientOfPeople());
  });

  afterEach(() => jest.useRealTimers());

  afterAll(async () => {
    await server.close();
    await node.close();
    await database.drop();
  });

  const given = (answer: Answer): Tokens => {
    expect([answer.status, answer.json['error_description']]).toEqual([200, undefined]);
    return answer.json as unknown as Tokens;
  };
  const expectInvalid = (answer: Answer): void => {
    expectRefusal(answer, 400, 'invalid_grant');
  };
  const nextOf = async (token: string, at = server): Promise<Tokens> => given(await refresh(at, client, token));

  it('are replaced at each use, by one with the same grant; the access token tells when the person authenticated', async () => {
    const auth_time = new Date(Date.now() - 3_600_000);
    const first = await tokensOf(server, client, { auth_time });
    const answer = await refresh(node, client, first.refresh_token);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'tools:read tools:write',
      refresh_token: expect.stringMatching(/^clt_rt_/),
    });
    const [before, now] = [decodeJwt(first.access_token), decodeJwt(String(answer.json['access_token']))];
    expect(answer.json['refresh_token']).not.toBe(first.refresh_token);
    expect(now.jti).not.toBe(before.jti);
    for (const claim of ['sub', 'aud', 'scope', 'grant', 'auth_time', 'client_id'])
      expect(now[claim]).toEqual(before[claim]);
    expect(now['auth_time']).toBe(Math.floor(auth_time.getTime() / 1000));
  });

  describe('a repetition', () => {
    it('gets the very same response on every node, with what is left of the lifetime', async () => {
      const { refresh_token } = await tokensOf(server, client);
      const first = await refresh(server, client, refresh_token);
      pass(100);
      for (const [at, address] of [
        [server, '192.0.2.1'],
        [node, '198.51.100.7'],
      ] as const) {
        const { json } = await refresh(at, client, refresh_token, {}, { 'X-Forwarded-For': address });
        expect(json).toEqual({ ...first.json, expires_in: 800 });
      }
      const named = await refresh(node, client, refresh_token, {
        resource: MCP_SERVER,
        scope: 'tools:write tools:read',
      });
      expect(named.json).toEqual({ ...first.json, expires_in: 800 });
    });

    it('of thirty at once on two nodes gives thirty responses, one successor and one access token', async () => {
      const { refresh_token } = await tokensOf(server, client);
      const nodes = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? server : node));
      const answers = await Promise.all(nodes.map((at) => refresh(at, client, refresh_token)));
      const tokens = answers.map(given);
      expect(new Set(tokens.map((one) => one.refresh_token)).size).toBe(1);
      expect(new Set(tokens.map((one) => one.access_token)).size).toBe(1);
      given(await refresh(node, client, tokens[0]?.refresh_token ?? ''));
    });

    it('changes nothing in the database', async () => {
      const { refresh_token } = await tokensOf(server, client);
      const successor = await nextOf(refresh_token);
      const rows = async (): Promise<unknown> => {
        const dataSource = server.app.get(DataSource);
        return [
          await dataSource.query('SELECT * FROM refresh_tokens ORDER BY id'),
          await dataSource.query('SELECT * FROM user_grants ORDER BY id'),
        ];
      };
      const before = await rows();
      pass(10);
      expect(await nextOf(refresh_token, node)).toMatchObject({ refresh_token: successor.refresh_token });
      expect(await rows()).toEqual(before);
    });

    it('leads to the newest token: the chain heals', async () => {
      const { refresh_token } = await tokensOf(server, client);
      const second = await nextOf(refresh_token);
      const third = await nextOf(second.refresh_token, node);
      pass(100);
      const again = await nextOf(refresh_token, node);
      expect(again.refresh_token).toBe(second.refresh_token);
      expect((await nextOf(again.refresh_token)).refresh_token).toBe(third.refresh_token);
      given(await refresh(server, client, third.refresh_token));
    });

    it('that asks for something else gets another access token beside the same refresh token', async () => {
      const { refresh_token } = await codeFor([MCP_SERVER, OTHER]);
      const [one, other] = await Promise.all(
        [MCP_SERVER, OTHER].map((resource) => refresh(server, client, refresh_token, { resource })),
      );
      const [forOne, forOther] = [given(one as Answer), given(other as Answer)];
      expect(forOther.refresh_token).toBe(forOne.refresh_token);
      expect([decodeJwt(forOne.access_token).aud, decodeJwt(forOther.access_token).aud]).toEqual([MCP_SERVER, OTHER]);
    });

    it('has no effect after the grant has ended', async () => {
      const { refresh_token, grant_id } = await tokensOf(server, client);
      const successor = await nextOf(refresh_token);
      await server.app.get(UserGrantsService).revoke(contextOf(server), grant_id, 'user');
      for (const token of [refresh_token, successor.refresh_token])
        for (const at of [server, node]) expectInvalid(await refresh(at, client, token));
    });

    it('is for the client alone', async () => {
      const { refresh_token } = await tokensOf(server, client);
      await nextOf(refresh_token);
      const other = await server.register(aClientOfPeople({ client_name: 'Other' }));
      expectInvalid(await refresh(server, other, refresh_token));
      given(await refresh(server, client, refresh_token));
    });

    it('is not served with REFRESH_GRACE=0: of two at once one succeeds, and the grant ends', async () => {
      const strict = await createTestApp({ ...VARIABLES, REFRESH_GRACE: '0' }, database);
      const { refresh_token } = await tokensOf(strict, client);
      const successor = given(await refresh(strict, client, refresh_token));
      expectInvalid(await refresh(strict, client, refresh_token));
      expectInvalid(await refresh(strict, client, successor.refresh_token));
      await strict.close();
    });
  });

  const codeFor = async (resources: readonly string[]): Promise<Tokens> => {
    const { code } = await authorize(server, client, { resources });
    return given(await redeem(server, client, code, { resource: MCP_SERVER }));
  };

  it('a use after the time of repetitions ends the grant, and is an event', async () => {
    const sub = await somebody(server);
    const first = await tokensOf(server, client, { sub });
    const second = await nextOf(first.refresh_token);
    pass(121);
    expectInvalid(await refresh(node, client, first.refresh_token));
    for (const at of [server, node]) expectInvalid(await refresh(at, client, second.refresh_token));
    const reused = (await eventsOfType(server, 'grant.refresh_token_reused')).filter(({ data }) => data.sub === sub);
    const revoked = (await eventsOfType(server, 'grant.revoked')).filter(({ data }) => data.sub === sub);
    expect(reused.map(({ client_id, data }) => [client_id, data.grant])).toEqual([[client.client_id, first.grant_id]]);
    expect(revoked.map(({ data }) => data.reason)).toEqual(['refresh_token_reused']);
  });

  it('a use of a token whose row is deleted ends the grant too', async () => {
    const first = await tokensOf(server, client);
    const second = await nextOf(first.refresh_token);
    await sweep(server, 121 + 61);
    expectInvalid(await refresh(node, client, first.refresh_token));
    expectInvalid(await refresh(server, client, second.refresh_token));
  });

  it('the sweep deletes the response of a used token, and keeps the newest one', async () => {
    const first = await tokensOf(server, client);
    const second = await nextOf(first.refresh_token);
    await sweep(server, 200);
    const left: { id: string; sealed_use: unknown }[] = await server.app
      .get(DataSource)
      .query(`SELECT id, sealed_use FROM refresh_tokens WHERE id LIKE '${first.grant_id}%'`);
    expect(left).toEqual([{ id: `${first.grant_id}.1`, sealed_use: null }]);
    given(await refresh(server, client, second.refresh_token));
  });

  it('another client, or the text of another one, gets nothing and ends nothing', async () => {
    const { refresh_token } = await tokensOf(server, client);
    const confidential = await server.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_post' }));
    const own = await tokensOf(server, confidential);
    expectInvalid(await refresh(server, confidential, refresh_token));
    expectInvalid(await refresh(server, client, own.refresh_token));
    const { client_id } = confidential;
    const unauthenticated = { grant_type: 'refresh_token', refresh_token: own.refresh_token };
    expectRefusal(await server.token({ ...unauthenticated, client_id }), 401, 'invalid_client');
    expectRefusal(await server.token(unauthenticated), 401, 'invalid_client');
    given(await refresh(server, client, refresh_token));
    given(await refresh(server, confidential, own.refresh_token));
  });

  it('every refusal of a dead one is the same', async () => {
    const { refresh_token, grant_id } = await tokensOf(server, client);
    const expired = await tokensOf(server, client);
    await server.app.get(UserGrantsService).revoke(contextOf(server), grant_id, 'operator');
    const texts = ['x', `${refresh_token}x`, refresh_token.slice(0, -1), refresh_token, 'a'.repeat(5000), '\0'];
    const answers = [];
    for (const text of texts) answers.push(await refresh(server, client, text));
    pass(31 * DAY);
    answers.push(await refresh(server, client, expired.refresh_token));
    for (const answer of answers) {
      expectInvalid(answer);
      expect(answer.text).toBe(answers[0]?.text);
    }
  });

  it('expire without use, and use extends them until the end of the grant', async () => {
    let { refresh_token } = await tokensOf(server, client);
    for (let days = 0; days < 87; days += 29) {
      pass(29 * DAY);
      ({ refresh_token } = await nextOf(refresh_token));
    }
    pass(3 * DAY - 100);
    const last = await refresh(server, client, refresh_token);
    expect(Number(last.json['expires_in'])).toBeLessThanOrEqual(100);
    pass(101);
    expectInvalid(await refresh(server, client, String(last.json['refresh_token'])));
  });

  it('give no scope beyond what was granted; words that mean nothing here are disregarded', async () => {
    const { refresh_token } = await tokensOf(server, client, { scope: ['tools:read'] });
    for (const scope of ['tools:write', 'tools:read register'])
      expectRefusal(await refresh(server, client, refresh_token, { scope }), 400, 'invalid_scope');
    const { json } = await refresh(server, client, refresh_token, { scope: 'tools:read offline_access colour' });
    expect(json['scope']).toBe('tools:read');
  });

  it('narrow the access token alone', async () => {
    const { refresh_token } = await tokensOf(server, client);
    const narrow = await refresh(server, client, refresh_token, { scope: 'tools:read' });
    expect(narrow.json['scope']).toBe('tools:read');
    const wide = await refresh(server, client, String(narrow.json['refresh_token']));
    expect(wide.json['scope']).toBe('tools:read tools:write');
  });

  it('give tokens for the resources of the grant in any spelling, and a refusal uses nothing up', async () => {
    const { refresh_token } = await tokensOf(server, client);
    for (const resource of [OTHER, 'https://unknown.example', 'http://localhost:3000/register'])
      expectRefusal(await refresh(server, client, refresh_token, { resource }), 400, 'invalid_target');
    const { json } = await refresh(server, client, refresh_token, { resource: 'HTTPS://MCP.example:443/mcp' });
    expect(decodeJwt(String(json['access_token'])).aud).toBe(MCP_SERVER);
  });

  it('are no access tokens', async () => {
    const { refresh_token } = await tokensOf(server, client);
    const answer = await server.postRegister({}, { Authorization: `Bearer ${refresh_token}` });
    expectRefusal(answer, 401, 'invalid_token');
  });

  it('of a public client are bound to its DPoP key; those of another client are not', async () => {
    const [key, other] = [await aProofKey(), await aProofKey()];
    const { code } = await authorize(server, client);
    const first = given(await redeem(server, client, code, {}, { DPoP: await aProof(key) }));
    expectInvalid(await refresh(server, client, first.refresh_token));
    expectInvalid(await refresh(server, client, first.refresh_token, {}, { DPoP: await aProof(other) }));
    const second = await refresh(server, client, first.refresh_token, {}, { DPoP: await aProof(key) });
    expect(second.json['token_type']).toBe('DPoP');
    expect(decodeJwt(String(second.json['access_token']))['cnf']).toEqual({ jkt: key.jkt });
    const again = await refresh(node, client, first.refresh_token, {}, { DPoP: await aProof(key) });
    expect(again.json['access_token']).toBe(second.json['access_token']);
    expectInvalid(await refresh(node, client, first.refresh_token));

    const confidential = await server.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_post' }));
    const own = await authorize(server, confidential);
    const bound = given(await redeem(server, confidential, own.code, {}, { DPoP: await aProof(key) }));
    const rebound = await refresh(server, confidential, bound.refresh_token, {}, { DPoP: await aProof(other) });
    expect(decodeJwt(String(rebound.json['access_token']))['cnf']).toEqual({ jkt: other.jkt });
  });

  describe('to a client that registered tokens that are bound to its certificate', () => {
    const bound = { tls_client_certificate_bound_access_tokens: true };
    const aCertificate = async (): Promise<{ header: Record<string, string>; cnf: object }> => {
      const x509 = new X509Certificate((await selfSigned()).cert);
      const thumbprint = createHash('sha256').update(x509.raw).digest('base64url');
      return { header: { [CERTIFICATE]: `:${x509.raw.toString('base64')}:` }, cnf: { 'x5t#S256': thumbprint } };
    };
    const expectMissing = (answer: Answer): void => {
      expectRefusal(answer, 400, 'invalid_request');
      expect(answer.json['error_description']).toContain('certificate');
    };
    const expectBound = (answer: Answer, cnf: object): Tokens => {
      const tokens = given(answer);
      expect(decodeJwt(tokens.access_token)['cnf']).toEqual(cnf);
      return tokens;
    };

    it('a public one gets all of them for one certificate (RFC 8705 sections 3 and 4)', async () => {
      const [own, other] = [await aCertificate(), await aCertificate()];
      const app = await server.register(aClientOfPeople(bound));
      const { code } = await authorize(server, app);
      expectMissing(await redeem(server, app, code));
      const first = expectBound(await redeem(server, app, code, {}, own.header), own.cnf);
      expectMissing(await refresh(server, app, first.refresh_token));
      expectInvalid(await refresh(server, app, first.refresh_token, {}, other.header));
      const second = expectBound(await refresh(server, app, first.refresh_token, {}, own.header), own.cnf);
      expect(given(await refresh(node, app, first.refresh_token, {}, own.header))).toEqual(second);
      expectInvalid(await refresh(node, app, first.refresh_token, {}, other.header));
      expectBound(await refresh(node, app, second.refresh_token, {}, own.header), own.cnf);
    });

    it('one that authenticates may change its certificate, and each access token is for that of its request', async () => {
      const [own, other] = [await aCertificate(), await aCertificate()];
      const app = await server.register(
        aClientOfPeople({ ...bound, token_endpoint_auth_method: 'client_secret_post' }),
      );
      const { code } = await authorize(server, app);
      const first = expectBound(await redeem(server, app, code, {}, own.header), own.cnf);
      expectMissing(await refresh(server, app, first.refresh_token));
      expectBound(await refresh(server, app, first.refresh_token, {}, other.header), other.cnf);
    });
  });

  it('are not replaced with REFRESH_ROTATION=unprotected, except those that nothing protects', async () => {
    const brief = await createTestApp({ ...VARIABLES, REFRESH_ROTATION: 'unprotected' }, database);
    const confidential = await server.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_post' }));
    const own = await tokensOf(brief, confidential);
    pass(20 * DAY);
    const used = given(await refresh(brief, confidential, own.refresh_token));
    expect(used.refresh_token).toBe(own.refresh_token);
    pass(20 * DAY);
    given(await refresh(brief, confidential, own.refresh_token));
    const { refresh_token } = await tokensOf(brief, client);
    expect(given(await refresh(brief, client, refresh_token)).refresh_token).not.toBe(refresh_token);
    await brief.close();
  });

  it('end with the client', async () => {
    const brief = await server.register(aClientOfPeople({ client_name: 'Brief' }));
    const sub = await somebody(server);
    const { refresh_token } = await tokensOf(server, brief, { sub });
    expect((await managing(server, brief).remove()).status).toBe(204);
    expectRefusal(await refresh(node, brief, refresh_token), 401, 'invalid_client');
    expect(await server.app.get(UserGrantsService).ofUser(sub)).toEqual([]);
    const ended = await eventsOfType(server, 'grants.revoked');
    expect(ended.filter(({ client_id }) => client_id === brief.client_id).map(({ data }) => data)).toEqual([
      { count: 1, reason: 'client_deleted' },
    ]);
  });

  it('of a client that a person authorized more than twenty times, the one that was not used for longest ends', async () => {
    const sub = await somebody(server);
    const first = await tokensOf(server, client, { sub });
    const second = await tokensOf(server, client, { sub });
    pass(1);
    const { refresh_token } = await nextOf(first.refresh_token);
    for (let count = 2; count < 21; count += 1) await authorize(server, client, { sub });
    expectInvalid(await refresh(server, client, second.refresh_token));
    given(await refresh(server, client, refresh_token));
  });

  it('a new authorization ends no other one', async () => {
    const sub = await somebody(server);
    const [one, other] = [await tokensOf(server, client, { sub }), await tokensOf(server, client, { sub })];
    for (const { refresh_token } of [one, other]) given(await refresh(server, client, refresh_token));
  });

  it('end when the rules of the operator refuse the person', async () => {
    const sub = await somebody(server, { email: 'eve@corp.example' });
    const { refresh_token } = await tokensOf(server, client, { sub });
    const limited = await createTestApp(
      {
        ...VARIABLES,
        RESOURCES: JSON.stringify({
          [MCP_SERVER]: { user_scopes: ['tools:read', 'tools:write'], allow: { claims: { groups: ['staff'] } } },
        }),
      },
      database,
    );
    expectInvalid(await refresh(limited, client, refresh_token));
    expectInvalid(await refresh(server, client, refresh_token));
    const revoked = (await eventsOfType(server, 'grant.revoked')).filter(({ data }) => data.sub === sub);
    expect(revoked.map(({ data }) => data.reason)).toEqual(['not_permitted']);
    await limited.close();
  });

  it('are required in the form', async () => {
    expectRefusal(await server.token({ grant_type: 'refresh_token', ...formOf(client) }), 400, 'invalid_request');
  });

  it('their lifetime is in the response to a registration, and a policy shortens it', async () => {
    expect(client['refresh_token_expiration_time_seconds']).toBe(30 * DAY);
    const { path } = await policyFile({ short: {} }, { short: { refresh_token_lifetime: 3600 } });
    const governed = { REGISTRATION_MODE: 'open', POLICY_FILE: path, OPEN_REGISTRATION_POLICY: 'short' };
    const open = await createTestApp({ ...VARIABLES, ...governed }, database);
    const { json } = await open.postRegister(aClientOfPeople({ client_name: 'Short' }), {});
    expect(json['refresh_token_expiration_time_seconds']).toBe(3600);
    const short = json as RegisteredClient;
    const { refresh_token } = await tokensOf(open, short);
    const idle = await tokensOf(open, short);
    pass(3500);
    const last = await refresh(open, short, refresh_token);
    expect(last.json['expires_in']).toBeLessThanOrEqual(100);
    pass(200);
    for (const token of [String(last.json['refresh_token']), idle.refresh_token])
      expectInvalid(await refresh(open, short, token));
    await open.close();
  });
});

describe('tokens of people while SECRET_KEYS change', () => {
  const NEWER = `2:${Buffer.alloc(32, 8).toString('base64')}`;

  it('stay valid, and need the newest key alone after their next use', async () => {
    const database = await preparedDatabase();
    const before = await createTestApp(WITH_SIGN_IN, database);
    const client = await before.register(aClientOfPeople());
    const [used, unused] = [await tokensOf(before, client), await tokensOf(before, client)];
    const { json } = await refresh(before, client, used.refresh_token);
    const { code } = await authorize(before, client);
    await before.close();

    const after = await createTestApp({ ...WITH_SIGN_IN, SECRET_KEYS: `${NEWER} ${SECRET_KEYS}` }, database);
    const again = await refresh(after, client, used.refresh_token);
    expect(again.json).toEqual({ ...json, expires_in: expect.any(Number) });
    expect((await redeem(after, client, code)).status).toBe(200);
    const tokens = after.app.get(RefreshTokenRepository);
    expect(await tokens.countsByKeyVersion()).toEqual(
      new Map([
        [1, 3],
        [2, 1],
      ]),
    );
    const renewed = [String(json['refresh_token']), unused.refresh_token];
    for (const token of renewed) expect((await refresh(after, client, token)).status).toBe(200);
    const key = { version: 2, key: Buffer.alloc(32, 8) };
    const start = after.app.get(StartRetriesService);
    const check = new GrantKeysInUseService(tokens, new KeyRing([key]), start, { isOn: true } as SignInOptions);
    await expect(check.onModuleInit()).rejects.toThrow('key 1 is missing, and 3 refresh token(s) were made with it');
    await sweep(after, 300);
    await expect(check.onModuleInit()).resolves.toBeUndefined();
    jest.useRealTimers();
    await after.close();
    await database.drop();
  });
});
