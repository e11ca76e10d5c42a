import { DataSource } from 'typeorm';
import { type CryptoKey, exportJWK, importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { UsedIdStore } from '../../../src/platform/replay/used-id.store';
import { aClient } from '../../support/a-client';
import { ALL_BUT_DATE } from '../../support/all-but-date';
import {
  aKey,
  aKeyFor,
  anAssertion,
  type AssertionOptions,
  assertionForm,
  type ClientKey,
} from '../../support/assertions';
import { fetchVariables, type HttpsServer, type Page, startHttpsServer } from '../../support/https-server';
import { withExponent } from '../../support/rsa-with-exponent';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const ISSUER = 'http://localhost:3000';
const now = (): number => Math.floor(Date.now() / 1000);

describe('client assertions', () => {
  let database: TestDatabase;
  let server: TestServer;
  let twin: TestServer;
  let keysHost: HttpsServer;
  let key: ClientKey;
  let client: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    keysHost = await startHttpsServer();
    const variables = fetchVariables(keysHost);
    variables.FETCH_ALLOW_PRIVATE_HOSTS += ` 0.0.0.0:${keysHost.port}`; // another address of this machine
    server = await createTestApp(variables, database);
    twin = await createTestApp({ ...variables, ASSERTION_AUDIENCE: 'issuer_or_token_endpoint' }, database);
    key = await aKey();
    client = await keyed({ jwks: { keys: [key.publicJwk] } });
  });

  afterAll(async () => {
    await Promise.all([server.close(), twin.close(), keysHost.close()]);
    await database.drop();
  });

  const keyed = (own: Record<string, unknown>): Promise<RegisteredClient> =>
    server.register(aClient({ token_endpoint_auth_method: 'private_key_jwt', ...own }));
  const signed = (options?: AssertionOptions, by = key, of = client): Promise<string> =>
    anAssertion(of.client_id, by.alg, by.privateKey, {
      ...options,
      header: { kid: by.publicJwk.kid, ...options?.header },
    });
  const send = (assertion: string, own: Record<string, string> = {}, to = server): Promise<Answer> =>
    to.token({ ...assertionForm(assertion), ...own });
  const refused = ({ status, json }: Answer): void => {
    expect([status, json['error']]).toEqual([401, 'invalid_client']);
  };

  it('a valid one authenticates, with or without client_id', async () => {
    expect((await send(await signed())).status).toBe(200);
    expect((await send(await signed(), { client_id: client.client_id })).status).toBe(200);
    expect((await send(await signed({ header: { typ: 'client-authentication+jwt' } }))).status).toBe(200);
    expect((await send(await signed({ claims: { aud: [ISSUER] } }))).status).toBe(200);
  });

  it('such a client is given no secret, and is answered none', () => {
    expect(client).not.toHaveProperty('client_secret');
    expect(client).not.toHaveProperty('client_secret_expires_at');
  });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    '%s is verified',
    async (alg) => {
      const own = await aKeyFor(alg);
      const other = await keyed({ jwks: { keys: [own.publicJwk] } });
      expect((await send(await signed({}, own, other))).status).toBe(200);
    },
  );

  it.each([
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
  ])('RFC 9864: a client registered for %s may say %s', async (token_endpoint_auth_signing_alg, alg) => {
    const own = await aKeyFor(alg, { alg: token_endpoint_auth_signing_alg });
    const other = await keyed({ jwks: { keys: [own.publicJwk] }, token_endpoint_auth_signing_alg });
    expect((await send(await signed({}, own, other))).status).toBe(200);
  });

  it.each<[string, () => AssertionOptions]>([
    ['no iss', () => ({ claims: { iss: undefined } })],
    ['another iss', () => ({ claims: { iss: 'somebody' } })],
    ['no sub', () => ({ claims: { sub: undefined } })],
    ['a sub that is no text', () => ({ claims: { sub: 7 } })],
    ['another sub', () => ({ claims: { sub: 'somebody' } })],
    ['both are somebody', () => ({ claims: { iss: 'somebody', sub: 'somebody' } })],
    ['no aud', () => ({ claims: { aud: undefined } })],
    ['no exp', () => ({ claims: { exp: undefined } })],
    ['expired', () => ({ claims: { exp: now() - 60 } })],
    ['an aud with a number in it', () => ({ claims: { aud: [5] } })],
    ['an iat that is no number', () => ({ claims: { iat: 'yesterday' } })],
    ['an nbf that is no number', () => ({ claims: { nbf: null } })],
    ['an exp that is no number', () => ({ claims: { exp: 'tomorrow' } })],
    ['an exp too far ahead', () => ({ claims: { exp: now() + 7200 } })],
    ['an nbf in the future', () => ({ claims: { nbf: now() + 120 } })],
    ['an iat in the future', () => ({ claims: { iat: now() + 120 } })],
    ['no jti', () => ({ claims: { jti: undefined } })],
    ['an empty jti', () => ({ claims: { jti: '' } })],
    ['a jti that is no text', () => ({ claims: { jti: 7 } })],
    ['another aud', () => ({ claims: { aud: 'https://other.example' } })],
    ['the token endpoint as aud', () => ({ claims: { aud: `${ISSUER}/token` } })],
    ['the issuer and another', () => ({ claims: { aud: [ISSUER, 'https://other.example'] } })],
    ['the issuer twice', () => ({ claims: { aud: [ISSUER, ISSUER] } })],
    ['an empty list', () => ({ claims: { aud: [] } })],
    ['the issuer with a slash', () => ({ claims: { aud: `${ISSUER}/` } })],
    ['the type of an access token', () => ({ header: { typ: 'at+jwt' } })],
    ['the type of a proof', () => ({ header: { typ: 'dpop+jwt' } })],
    ['an extension that is not known', () => ({ header: { crit: ['x-extension'], 'x-extension': 1 } })],
    ['a kid that is not registered', () => ({ header: { kid: 'unknown' } })],
  ])('%s is refused', async (_what, options) => {
    refused(await send(await signed(options())));
  });

  it('a clock that is some seconds off is forgiven', async () => {
    const claims = { exp: now() - 5, nbf: now() + 5, iat: now() + 5 };
    expect((await send(await signed({ claims }))).status).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['no JWT', 'a.b.c'],
    ['no JSON', `${Buffer.from('{').toString('base64url')}.e30.AA`],
    ['null', `${Buffer.from('null').toString('base64url')}.bnVsbA.AA`],
    [
      'NUL',
      `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${Buffer.from('{"sub":"\\u0000"}').toString('base64url')}.AA`,
    ],
    ['a long text', 'a'.repeat(10_000)],
  ])('an assertion of %s is refused', async (_what, assertion) => {
    refused(await send(assertion));
  });

  it('without a signature, or with one by another key, it is refused', async () => {
    const claims = (await signed()).split('.')[1] ?? '';
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    refused(await send(`${none}.${claims}.`));
    refused(await send(await signed({}, await aKey('ES256', { kid: key.publicJwk.kid ?? '' }))));
    refused(await send((await signed()).replace(/\.[^.]{4}/, '.AAAA')));
  });

  it('the secret of an HMAC is never a public key', async () => {
    const spki = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    refused(await send(await anAssertion(client.client_id, 'HS256', spki)));
  });

  it('keys that the header brings or names are not looked at', async () => {
    const thief = await aKey();
    keysHost.serve('/thief', { keys: [thief.publicJwk] });
    const before = keysHost.requests.length;
    const { kid } = thief.publicJwk;
    for (const header of [
      { jwk: thief.publicJwk },
      { jku: `${keysHost.url}/thief`, kid },
      { x5u: `${keysHost.url}/thief` },
    ])
      refused(await send(await signed({ header }, thief)));
    expect(keysHost.requests).toHaveLength(before);
    const own = { header: { jwk: thief.publicJwk, jku: `${keysHost.url}/thief` } };
    expect((await send(await signed(own))).status).toBe(200);
    expect(keysHost.requests).toHaveLength(before);
  });

  it('a client_id that is not the sub is refused', async () => {
    refused(await send(await signed(), { client_id: 'somebody' }));
  });

  it('another type of assertion, or none, is refused', async () => {
    const assertion = await signed();
    refused(
      await send(assertion, { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }),
    );
    refused(await server.token({ ...assertionForm(assertion), client_assertion_type: '' }));
    refused(await server.token({ ...assertionForm(''), client_id: client.client_id }));
  });

  it('an assertion beside another method is refused', async () => {
    refused(await send(await signed(), { client_id: client.client_id, client_secret: 'x' }));
  });

  it('it is used once, by one client, on all nodes', async () => {
    const once = await signed();
    const answers = await Promise.all([server, twin, server, twin].map((node) => send(once, {}, node)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    refused(await send(once, {}, twin));
    const claims = { jti: 'the same' };
    const otherKey = await aKey();
    const other = await keyed({ jwks: { keys: [otherKey.publicJwk] } });
    expect((await send(await signed({ claims }))).status).toBe(200);
    expect((await send(await signed({ claims }, otherKey, other))).status).toBe(200);
    refused(await send(await signed({ claims })));
  });

  it('it is used once, also where the clock of another node is behind', async () => {
    const form = assertionForm(await signed());
    expect((await server.token(form)).status).toBe(200);
    await server.app.get(UsedIdStore).sweep(new Date(Date.now() + 4 * 60_000));
    refused(await server.token(form));
  });

  it('a refused one does not spend its jti', async () => {
    const claims = { jti: 'spent by nobody' };
    refused(await send(await signed({ claims }, await aKey('ES256', { kid: key.publicJwk.kid ?? '' }))));
    refused(await send(await signed({ claims: { ...claims, aud: 'https://other.example' } })));
    expect((await send(await signed({ claims }))).status).toBe(200);
  });

  it('the token endpoint is an audience where the operator says so', async () => {
    for (const aud of [ISSUER, `${ISSUER}/token`, [`${ISSUER}/token`], [ISSUER, `${ISSUER}/token`]])
      expect((await send(await signed({ claims: { aud } }), {}, twin)).status).toBe(200);
    refused(await send(await signed({ claims: { aud: [`${ISSUER}/token`, 'https://other.example'] } }), {}, twin));
    refused(await send(await signed({ claims: { aud: `${ISSUER}/register` } }), {}, twin));
  });

  it('the registered algorithm is the only one', async () => {
    const rsa = await aKey('RS256');
    const pss = await aKey('PS256', { kid: rsa.publicJwk.kid ?? '' });
    const other = await keyed({ jwks: { keys: [rsa.publicJwk] }, token_endpoint_auth_signing_alg: 'RS256' });
    expect((await send(await signed({}, rsa, other))).status).toBe(200);
    refused(await send(await signed({}, pss, other)));
    const privateKey = (await importJWK(await exportJWK(rsa.privateKey), 'PS256')) as CryptoKey;
    const sameKey = { ...rsa, alg: 'PS256', privateKey };
    refused(await send(await signed({}, sameKey, other)));
    const unbounded = await keyed({ jwks: { keys: [rsa.publicJwk] } });
    expect((await send(await signed({}, sameKey, unbounded))).status).toBe(200);
  });

  describe('keys', () => {
    it('for encryption are not used, nor those for another algorithm', async () => {
      const spare = await aKey();
      for (const wrong of [await aKey('ES256', { use: 'enc' }), await aKey('RS256', { alg: 'RS384' })]) {
        const other = await keyed({ jwks: { keys: [spare.publicJwk, wrong.publicJwk] } });
        refused(await send(await signed({}, wrong, other)));
      }
    });

    it('are tried when the assertion names none, and few fit', async () => {
      const several = await Promise.all([aKey(), aKey(), aKey()]);
      const other = await keyed({ jwks: { keys: several.map(({ publicJwk }) => publicJwk) } });
      for (const one of several)
        expect((await send(await signed({ header: { kid: undefined } }, one, other))).status).toBe(200);
      refused(await send(await signed({ header: { kid: undefined } }, key, other)));
    });

    it('must be named where more than three fit, by the assertion and in the set', async () => {
      const several = await Promise.all([aKey(), aKey(), aKey(), aKey()]);
      const jwks = { keys: several.map(({ publicJwk }) => publicJwk) };
      const nameless = { keys: jwks.keys.map((one) => ({ ...one, kid: undefined })) };
      keysHost.serve('/several', jwks);
      keysHost.serve('/nameless', nameless);
      const [first] = several;
      for (const where of [{ jwks }, { jwks_uri: `${keysHost.url}/several` }]) {
        const other = await keyed(where);
        expect((await send(await signed({}, first, other))).status).toBe(200);
        refused(await send(await signed({ header: { kid: undefined } }, first, other)));
      }
      refused(await send(await signed({}, first, await keyed({ jwks_uri: `${keysHost.url}/nameless` }))));
      const metadata = aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: nameless });
      expect((await server.postRegister(metadata)).json['error_description']).toBe(
        'jwks must have a kid in every key when more than 3 of a type may sign; number the keys',
      );
    });

    it('that are costly to verify with are none, at an address as by value', async () => {
      const [costly, usual] = await Promise.all([withExponent(2n ** 32n + 15n), withExponent(65537n)]);
      keysHost.serve('/costly', { keys: [costly.publicJwk, usual.publicJwk] });
      const other = await keyed({ jwks_uri: `${keysHost.url}/costly` });
      expect((await send(await signed({}, usual, other))).status).toBe(200);
      refused(await send(await signed({}, costly, other)));
      const metadata = aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [costly.publicJwk] } });
      expect((await server.postRegister(metadata)).json['error_description']).toBe(
        'jwks.keys[0] must have an RSA exponent that is odd, not 1 and below 2^32; make a key with e AQAB',
      );
    });

    it('at hosts that hang affect no other client: a request without a slot gets 503, which is not cached', async () => {
      const held: (() => void)[] = [];
      const hanging: Page = (_request, response) =>
        held.push(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"keys":[]}'));
      const clients = await Promise.all(
        Array.from({ length: 80 }, (_, index) => {
          keysHost.serve(`/hanging/${index}`, hanging);
          return keyed({ jwks_uri: `${keysHost.url}/hanging/${index}` });
        }),
      );
      keysHost.serve('/healthy', { keys: [key.publicJwk] });
      const healthy = await keyed({ jwks_uri: `https://0.0.0.0:${keysHost.port}/healthy` });
      const assertions = await Promise.all(clients.map((one) => signed({}, key, one)));
      const answers = assertions.map((assertion) => send(assertion));
      const isUnavailable = async (answer: Promise<Answer>): Promise<Answer> =>
        (await answer).status === 503 ? answer : Promise.reject(new Error('not 503'));
      const unavailable = await Promise.any(answers.map(isUnavailable));
      expect(unavailable.json['error']).toBe('temporarily_unavailable');
      expect(unavailable.headers.get('retry-after')).toBe('2');
      expect((await send(await signed({}, key, healthy))).status).toBe(200);
      expect(held).toHaveLength(4);
      for (const answerIt of held.splice(0)) answerIt();
      const late = clients.map((_, index) => `/hanging/${index}`);
      for (const path of late) keysHost.serve(path, { keys: [key.publicJwk] });
      const statuses = await Promise.all(answers.map(async (answer) => (await answer).status));
      const turnedAway = clients.filter((_, index) => statuses[index] === 503);
      expect(turnedAway.length).toBeGreaterThanOrEqual(12);
      for (const one of turnedAway) expect((await send(await signed({}, key, one))).status).toBe(200);
    });

    it('at jwks_uri are fetched once, and once more for an unknown kid, but not for each', async () => {
      const [first, second, third] = await Promise.all([aKey(), aKey(), aKey()]);
      const fetches = (): number => keysHost.requests.filter((path) => path === '/rotating').length;
      keysHost.serve('/rotating', { keys: [first.publicJwk] });
      const other = await keyed({ jwks_uri: `${keysHost.url}/rotating` });
      const before = fetches();
      expect((await send(await signed({}, first, other))).status).toBe(200);
      expect((await send(await signed({}, first, other))).status).toBe(200);
      expect(fetches() - before).toBe(1);
      keysHost.serve('/rotating', { keys: [first.publicJwk, second.publicJwk] });
      jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + 31_000 });
      try {
        expect((await send(await signed({}, second, other))).status).toBe(200);
        expect(fetches() - before).toBe(2);
        for (let time = 0; time < 5; time += 1) refused(await send(await signed({}, third, other)));
        expect(fetches() - before).toBe(2);
      } finally {
        jest.useRealTimers();
      }
    });

    it('that cannot be used do not prevent the use of others', async () => {
      const unusable = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
      keysHost.serve('/mixed', { keys: [unusable, key.publicJwk] });
      const other = await keyed({ jwks_uri: `${keysHost.url}/mixed` });
      expect((await send(await signed({}, key, other))).status).toBe(200);
      refused(await send(await signed({}, await aKey(), other)));
    });

    it('at a jwks_uri that does not answer, or answers strangely, are none', async () => {
      for (const [path, page] of Object.entries({
        '/null': { keys: null },
        '/list': [],
        '/odd': { keys: [null, 7, {}] },
      })) {
        keysHost.serve(path, page);
        refused(await send(await signed({}, key, await keyed({ jwks_uri: `${keysHost.url}${path}` }))));
      }
      refused(await send(await signed({}, key, await keyed({ jwks_uri: `${keysHost.url}/absent` }))));
    });
  });

  describe('signed with the secret', () => {
    const withSecret = (own: Record<string, unknown> = {}): Promise<RegisteredClient> =>
      server.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt', ...own }));
    const hmac = (
      of: RegisteredClient,
      alg: string,
      secret = of.client_secret,
      options?: AssertionOptions,
    ): Promise<string> => anAssertion(of.client_id, alg, new TextEncoder().encode(secret), options);

    it.each([
      ['HS256', 32],
      ['HS384', 48],
      ['HS512', 64],
    ])('%s has a secret of %i random octets', async (token_endpoint_auth_signing_alg, octets) => {
      const own = await withSecret({ token_endpoint_auth_signing_alg });
      expect(Buffer.from(own.client_secret, 'base64url')).toHaveLength(octets);
      expect((await send(await hmac(own, token_endpoint_auth_signing_alg))).status).toBe(200);
      const other = token_endpoint_auth_signing_alg === 'HS256' ? 'HS384' : 'HS256';
      refused(await send(await hmac(own, other)));
    });

    it('without a registered algorithm the secret is long enough for each', async () => {
      const own = await withSecret();
      for (const alg of ['HS256', 'HS384', 'HS512']) expect((await send(await hmac(own, alg))).status).toBe(200);
    });

    it('is refused for a wrong secret, an asymmetric key, a replay, and the secret itself in the body', async () => {
      const own = await withSecret();
      refused(await send(await hmac(own, 'HS256', 'x'.repeat(64))));
      refused(await send(await anAssertion(own.client_id, 'ES256', key.privateKey)));
      const { client_id, client_secret } = own;
      refused(await server.token({ grant_type: 'client_credentials', client_id, client_secret }));
      const once = await hmac(own, 'HS256');
      expect((await send(once)).status).toBe(200);
      refused(await send(once, {}, twin));
    });

    it('is refused for a client of another method', async () => {
      const own = await server.register(aClient());
      refused(await send(await hmac(own, 'HS256')));
      refused(await send(await hmac(client, 'HS256', 'x'.repeat(64))));
    });

    it('the secret is sealed at rest, and only then', async () => {
      const [sealed, hashed] = [await withSecret(), await server.register(aClient())];
      const rows = JSON.stringify(
        await server.app.get(DataSource).query('SELECT client_id, client_secrets FROM clients'),
      );
      expect(rows).toContain(sealed.client_id);
      expect(rows).not.toContain(sealed.client_secret);
      expect(rows).not.toContain(hashed.client_secret);
      expect(rows.match(/sealed/g)?.length).toBeGreaterThan(0);
    });
  });

  describe('made by the libraries of clients', () => {
    /** The libraries insist on https, which ends before this server. */
    const throughProxy = (address: string, request: object): Promise<Response> =>
      fetch(server.at(new URL(address).pathname), request);
    const metadata = async (): Promise<oauth.AuthorizationServer> => ({
      ...((await server.get('/.well-known/oauth-authorization-server')).json as unknown as oauth.AuthorizationServer),
      token_endpoint: 'https://localhost/token',
    });

    it('oauth4webapi: private_key_jwt and client_secret_jwt', async () => {
      const as = await metadata();
      const secret = await server.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
      const ways: [string, oauth.ClientAuth][] = [
        [client.client_id, oauth.PrivateKeyJwt({ key: key.privateKey, kid: key.publicJwk.kid ?? '' })],
        [secret.client_id, oauth.ClientSecretJwt(secret.client_secret)],
      ];
      for (const [client_id, way] of ways) {
        const response = await oauth.clientCredentialsGrantRequest(
          as,
          { client_id },
          way,
          {},
          { [oauth.customFetch]: throughProxy },
        );
        const tokens = await oauth.processClientCredentialsResponse(as, { client_id }, response);
        expect(tokens.token_type).toBe('bearer');
      }
    });

    it('openid-client: private_key_jwt and client_secret_jwt', async () => {
      const as = await metadata();
      const secret = await server.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
      const ways: [string, openid.ClientAuth][] = [
        [client.client_id, openid.PrivateKeyJwt({ key: key.privateKey, kid: key.publicJwk.kid ?? '' })],
        [secret.client_id, openid.ClientSecretJwt(secret.client_secret)],
      ];
      for (const [client_id, way] of ways) {
        const configuration = new openid.Configuration(as, client_id, {}, way);
        configuration[openid.customFetch] = throughProxy;
        const tokens = await openid.clientCredentialsGrant(configuration);
        expect(tokens.access_token).toEqual(expect.any(String));
      }
    });

    it('discovery lists the algorithms, and never none', async () => {
      const { json } = await server.get('/.well-known/oauth-authorization-server');
      expect(json['token_endpoint_auth_methods_supported']).toEqual([
        'client_secret_basic',
        'client_secret_post',
        'client_secret_jwt',
        'private_key_jwt',
        'none',
      ]);
      const algs = json['token_endpoint_auth_signing_alg_values_supported'];
      expect(algs).toEqual(
        expect.arrayContaining(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256', 'HS384', 'HS512']),
      );
      expect(algs).not.toContain('none');
    });
  });
});
