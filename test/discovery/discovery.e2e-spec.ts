import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { openIdProviderMetadata, serverMetadata } from '../../src/features/discovery/server-metadata';
import { readEnvironment } from '../../src/platform/config/read-environment';
import { describedServer } from '../support/described-server';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const RFC8414 = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const ISSUER = 'http://localhost:3000';

/** The grants that this server serves itself. */

const EXTERNAL = {
  AUTHORIZATION_ENDPOINT: 'https://login.example/authorize',
  USERINFO_ENDPOINT: 'https://login.example/userinfo',
  END_SESSION_ENDPOINT: 'https://login.example/logout',
  PUSHED_AUTHORIZATION_REQUEST_ENDPOINT: 'https://login.example/par',
  DEVICE_AUTHORIZATION_ENDPOINT: 'https://login.example/device',
  BACKCHANNEL_AUTHENTICATION_ENDPOINT: 'https://login.example/backchannel',
  TOKEN_ENDPOINT: 'https://login.example/token',
  JWKS_URI: 'https://login.example/keys',
  INTROSPECTION_ENDPOINT: 'https://login.example/introspect',
  REVOCATION_ENDPOINT: 'https://login.example/revoke',
};

const metadataOf = (variables: Variables): Record<string, unknown> => serverMetadata(describedServer(variables));

const BEHIND_TLS = {
  ISSUER: 'https://clientele.example',
  TRUST_PROXY: '127.0.0.1',
  REGISTRAR_CLIENT_SECRET: 'secret',
};

/** Discovery by somebody else's client, through what stands for a proxy that ends TLS. */
const discoverBy = (server: TestServer, algorithm: 'oauth2' | 'oidc'): Promise<openid.Configuration> =>
  openid.discovery(new URL(server.environment.ISSUER), 'any', undefined, undefined, {
    algorithm,
    [openid.customFetch]: (address, { headers }) =>
      fetch(server.at(address), { headers: { ...headers, 'X-Forwarded-Proto': 'https' } }),
  });

describe('discovery of a server without external endpoints', () => {
  let server: TestServer;
  let answer: Answer;

  beforeAll(async () => {
    server = await createTestApp();
    answer = await server.get(RFC8414);
  });

  it('answers 200 and JSON with the issuer to the letter', () => {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.json['issuer']).toBe(ISSUER);
  });

  it.each([
    ...['https://host.example/?a=b', 'https://host.example/#a', 'http://host.example', 'https://host.example/'],
    ...['https://host.example/"$(id)"', 'https://host.example/`id`', 'https://host.example/a b', 'file:///bin/sh'],
  ])('does not start as %s', (issuer) => {
    expect(() => readEnvironment({ ISSUER: issuer })).toThrow('ISSUER');
  });

  it('leaves empty lists out', () => {
    expect(Object.values(answer.json).filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
    expect(metadataOf({ SCOPES: ' , ' })).not.toHaveProperty('scopes_supported');
  });

  it('names its endpoints and the grants', () => {
    expect(answer.json).toMatchObject({
      token_endpoint: `${ISSUER}/token`,
      registration_endpoint: `${ISSUER}/register`,
      grant_types_supported: ['client_credentials'],
    });
  });

  it('JWT methods come with their algorithms, never none', () => {
    const methods = answer.json['token_endpoint_auth_methods_supported'] as string[];
    const algs = answer.json['token_endpoint_auth_signing_alg_values_supported'] as string[] | undefined;
    expect(methods.some((method) => method.endsWith('_jwt'))).toBe(algs !== undefined);
    expect(algs ?? []).not.toContain('none');
  });

  it('has no members about an authorization endpoint, because there is none', () => {
    const about = /authorization_endpoint|response_|code_challenge|subject_|id_token|userinfo|request_object|acr_/;
    expect(Object.keys(answer.json).filter((member) => about.test(member))).toEqual([]);
    expect(Object.keys(answer.json).filter((member) => /^(backchannel|frontchannel)_/.test(member))).toEqual([]);
  });

  it('is no OpenID provider', async () => {
    const { status, json } = await server.get(OPENID);
    expect(status).toBe(404);
    expect(json['error']).toBe('not_found');
  });

  it('every address it names is served', async () => {
    const addresses = Object.entries(answer.json).filter(([member]) => /_(endpoint|uri)$/.test(member));
    for (const [member, address] of addresses)
      expect([member, (await server.send('OPTIONS', String(address))).status]).not.toEqual([member, 404]);
    expect(addresses.length).toBeGreaterThan(2);
  });

  it('lists only grants that are served, and states them even where RFC 8414 has a default', () => {
    expect(metadataOf({ GRANT_TYPES: 'authorization_code implicit' })['grant_types_supported']).toEqual([
      'client_credentials', // to the registrar; without a list it would be authorization_code and implicit
    ]);
  });

  it('lists what registration accepts: the operator narrows both', () => {
    const narrow = metadataOf({ GRANT_TYPES: 'client_credentials', SCOPES: 'read write' });
    expect(narrow['grant_types_supported']).toEqual(['client_credentials']);
    expect(narrow['scopes_supported']).toEqual(['read', 'write']);
  });

  it('may be cached for five minutes, and If-None-Match gets 304', async () => {
    const etag = answer.headers.get('etag') ?? '';
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await server.get(RFC8414, { 'If-None-Match': held });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await server.get(RFC8414, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('says so too of the public keys', async () => {
    const { headers } = await server.get('/.well-known/jwks.json');
    const again = await server.get('/.well-known/jwks.json', { 'If-None-Match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('knows GET and HEAD only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await server.send(method, RFC8414)).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('without a path in the issuer there is no document behind a path', async () => {
    expect((await server.get(`${RFC8414}/t1`)).status).toBe(404);
    expect((await server.get(`/t1${OPENID}`)).status).toBe(404);
  });

  it('openid-client discovers it', async () => {
    const found = (await discoverBy(await createTestApp(BEHIND_TLS), 'oauth2')).serverMetadata();
    expect(found.issuer).toBe('https://clientele.example');
    expect(found.registration_endpoint).toBe('https://clientele.example/register');
  });

  it('oauth4webapi accepts it for its issuer and for no other', async () => {
    const document = (): Promise<Response> => fetch(server.at(RFC8414));
    const accepted = await oauth.processDiscoveryResponse(new URL(ISSUER), await document());
    expect(accepted.issuer).toBe(ISSUER);
    await expect(oauth.processDiscoveryResponse(new URL('https://other.example'), await document())).rejects.toThrow();
  });
});

describe('discovery with an authorization endpoint beside this server', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp(EXTERNAL);
  });

  it('publishes the external endpoints', async () => {
    expect((await server.get(RFC8414)).json).toMatchObject({
      authorization_endpoint: 'https://login.example/authorize',
      userinfo_endpoint: 'https://login.example/userinfo',
      end_session_endpoint: 'https://login.example/logout',
      pushed_authorization_request_endpoint: 'https://login.example/par',
      device_authorization_endpoint: 'https://login.example/device',
      backchannel_authentication_endpoint: 'https://login.example/backchannel',
      token_endpoint: 'https://login.example/token',
      jwks_uri: 'https://login.example/keys',
      introspection_endpoint: 'https://login.example/introspect',
      revocation_endpoint: 'https://login.example/revoke',
      registration_endpoint: `${ISSUER}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('serves the OpenID document with every REQUIRED member', async () => {
    const { status, json } = await server.get(OPENID);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      issuer: ISSUER,
      authorization_endpoint: expect.any(String),
      token_endpoint: expect.any(String),
      jwks_uri: expect.any(String),
      response_types_supported: expect.arrayContaining(['code']),
      subject_types_supported: expect.arrayContaining(['public']),
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
    });
    expect(json['id_token_signing_alg_values_supported']).not.toContain('none');
  });

  it('is no OpenID provider without the scope openid', () => {
    expect(openIdProviderMetadata(describedServer({ ...EXTERNAL, SCOPES: 'read' }))).toBeUndefined();
  });

  it('openid-client discovers it as an OpenID provider', async () => {
    const found = (await discoverBy(await createTestApp({ ...EXTERNAL, ...BEHIND_TLS }), 'oidc')).serverMetadata();
    expect(found.authorization_endpoint).toBe('https://login.example/authorize');
    expect(found.supportsPKCE()).toBe(true);
  });

  it('offers hybrid and implicit response types only where implicit is permitted', () => {
    const all = metadataOf({ ...EXTERNAL, GRANT_TYPES: 'authorization_code implicit' });
    expect(all['response_types_supported']).toEqual(expect.arrayContaining(['code', 'id_token', 'code id_token']));
    const implicit = metadataOf({ ...EXTERNAL, GRANT_TYPES: 'implicit' });
    expect(implicit['response_types_supported']).toEqual(['token', 'id_token', 'id_token token']);
  });

  it('lists about the UserInfo endpoint come with it', () => {
    const { AUTHORIZATION_ENDPOINT } = EXTERNAL;
    const without = Object.keys(metadataOf({ AUTHORIZATION_ENDPOINT }));
    expect(without.filter((member) => member.startsWith('userinfo_'))).toEqual([]);
  });

  it('does not start with an authorization endpoint that no grant uses', () => {
    expect(() => readEnvironment({ ...EXTERNAL, GRANT_TYPES: 'client_credentials' })).toThrow(
      'AUTHORIZATION_ENDPOINT must not be set when no grant uses it',
    );
  });

  it.each(['http://login.example/authorize', 'https://login.example/#a', '/authorize', 'https://a@login.example/'])(
    'does not start with the endpoint %s',
    (address) => {
      for (const name of Object.keys(EXTERNAL))
        expect(() => readEnvironment({ [name]: address })).toThrow(`${name} must be an https address`);
    },
  );

  it('takes an http endpoint on a loopback host', () => {
    const { AUTHORIZATION_ENDPOINT } = readEnvironment({ AUTHORIZATION_ENDPOINT: 'http://localhost:4000/authorize' });
    expect(AUTHORIZATION_ENDPOINT).toBe('http://localhost:4000/authorize');
  });
});

describe('discovery of an issuer with a path', () => {
  const issuer = 'http://localhost:3000/t1';
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ ...EXTERNAL, ISSUER: issuer });
  });

  const get = (path: string): Promise<Answer> => server.send('GET', `${server.environment.ISSUER}${path}`);

  it.each([
    ['with the path inserted', `${RFC8414}/t1`],
    ['at the root, for a proxy that strips the path', RFC8414],
    ['for OpenID, with the path appended', `/t1${OPENID}`],
    ['for OpenID, with the path inserted', `${OPENID}/t1`],
    ['for OpenID, at the root', OPENID],
  ])('answers %s', async (_how, path) => {
    const { status, json } = await get(path);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      issuer,
      registration_endpoint: `${issuer}/register`,
    });
  });

  it.each([`${RFC8414}/t2`, `${RFC8414}/t1/`, `${RFC8414}/t1/t1`, `/t2${OPENID}`, `${OPENID}/t2`])(
    'answers 404 for %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('serves its endpoints at the root alone', async () => {
    expect((await server.send('POST', `${issuer}/t1/token`)).status).toBe(404);
    expect((await server.send('POST', `${issuer}/token`)).status).toBe(400);
  });

  it('oauth4webapi accepts the document for the issuer with its path', async () => {
    const { issuer: found } = await oauth.processDiscoveryResponse(
      new URL(issuer),
      await fetch(`${server.url}${RFC8414}/t1`),
    );
    expect(found).toBe(issuer);
  });
});
