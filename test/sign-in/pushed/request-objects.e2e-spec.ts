import { createHmac, createPublicKey, type JsonWebKey, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { aKey, anAssertion, type ClientKey } from '../../support/assertions';
import { authorizationOf, registerApp, RESOURCE, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { expectRefusal } from '../../support/refusal';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

const ISSUER = 'http://localhost:3000';
/** Claims of an object, valid or not; one that is undefined is left out. */
type Claims = Readonly<Record<string, unknown>>;

describe('signed request objects', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let key: ClientKey;
  let rsa: ClientKey;
  let client: RegisteredClient;

  beforeAll(async () => {
    // Errors go to the redirect URI at once, so that the tests see them there.
    ({ server, upstream } = await startSignIn({ ERROR_REDIRECTS: 'always' }));
    key = await aKey('ES256');
    rsa = await aKey('RS256');
    client = await registerApp(server, { jwks: { keys: [key.publicJwk, rsa.publicJwk] } });
  });

  afterAll(async () => {
    await server.close();
    await upstream.close();
  });

  /** What an object says; `undefined` takes a claim out. */
  const claimsOf = (own: Claims = {}, of = client): JWTPayload => {
    const now = Math.floor(Date.now() / 1000);
    const parameters = Object.fromEntries(authorizationOf(of.client_id, { state: 'signed' }));
    const registered = { iss: of.client_id, aud: ISSUER, iat: now, exp: now + 60, jti: randomUUID() };
    return { ...parameters, ...registered, ...own };
  };
  const signed = (own: Claims = {}, header: Readonly<Record<string, unknown>> = {}, by = key): Promise<string> =>
    new SignJWT(claimsOf(own)).setProtectedHeader({ alg: by.alg, ...header }).sign(by.privateKey);
  const open = (request: string, others: Readonly<Record<string, string>> = {}, of = client): Promise<Shown> => {
    const query = new URLSearchParams({ client_id: of.client_id, request, ...others });
    return new TestBrowser([server]).openOnly(`/authorize?${query.toString()}`);
  };
  const errorOf = ({ location }: Shown): string | null | undefined => location?.searchParams.get('error');

  it('an object by a registered key leads to the page and the code', async () => {
    const browser = new TestBrowser([server]);
    const query = new URLSearchParams({ client_id: client.client_id, request: await signed({ max_age: 600 }) });
    const page = await browser.open(`/authorize?${query.toString()}`);
    expect(page.status).toBe(200);
    const end = await browser.submit(page, { decision: 'allow' });
    expect(end.location?.searchParams.get('code')).toBeTruthy();
    expect(end.location?.searchParams.get('state')).toBe('signed');
    expect((await open(await signed({}, { typ: 'oauth-authz-req+jwt' }, rsa))).status).toBe(200);
  });

  it('only what the object says counts', async () => {
    const page = await open(await signed({ scope: 'read', state: undefined }), {
      scope: 'read write admin',
      redirect_uri: 'https://evil.example/cb',
      state: 'outside',
      prompt: 'none',
      resource: 'https://other.example/mcp',
    });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('evil.example');
    expect(page.text).not.toContain('other.example');
    expect(page.text).toContain(RESOURCE);
  });

  it.each([
    ['another iss', { iss: 'somebody' }, {}],
    ['no iss', { iss: undefined }, {}],
    ['another client_id', { client_id: 'somebody' }, {}],
    ['no client_id', { client_id: undefined }, {}],
    ['a sub, as client assertions have', { sub: 'x' }, {}],
    ['another aud', { aud: 'https://other.example' }, {}],
    ['no aud', { aud: undefined }, {}],
    ['an exp in the past', { exp: 1 }, {}],
    ['no exp', { exp: undefined }, {}],
    ['an exp after ten minutes', { exp: Math.floor(Date.now() / 1000) + 3600 }, {}],
    ['an nbf in the future', { nbf: Math.floor(Date.now() / 1000) + 600 }, {}],
    ['a claim of another type', { jti: 5 }, {}],
    ['a request inside', { request: 'x' }, {}],
    ['a request_uri inside', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, {}],
    ['the typ of an access token', {}, { typ: 'at+jwt' }],
    ['the typ JWT', {}, { typ: 'JWT' }],
    ['a typ that is no text', {}, { typ: 5 }],
  ])('one that is signed and has %s is told to its redirect URI', async (_what, claims, header) => {
    const answer = await open(await signed(claims, header));
    expect(errorOf(answer)).toBe('invalid_request_object');
    expect(answer.location?.origin).toBe('https://app.example');
    expect(answer.location?.searchParams.get('state')).toBe('signed');
  });

  it.each([
    { code_challenge: undefined },
    { code_challenge_method: 'plain' },
    { code_challenge_method: undefined },
    { code_challenge: 'too short' },
  ])('PKCE in the object is required as elsewhere, and what is outside does not replace it: %j', async (claims) => {
    const { code_challenge = '', code_challenge_method = '' } = Object.fromEntries(authorizationOf(client.client_id));
    const answer = await open(await signed(claims), { code_challenge, code_challenge_method });
    expect(errorOf(answer)).toBe('invalid_request');
    expect(answer.location?.origin).toBe('https://app.example');
  });

  it('an object without a client_id beside it, or with that of another client, is a page', async () => {
    const other = await registerApp(server, { jwks: { keys: [(await aKey('ES256')).publicJwk] } });
    const alone = new URLSearchParams({ request: await signed() });
    for (const page of [
      await new TestBrowser([server]).openOnly(`/authorize?${alone.toString()}`),
      await open(await signed(), {}, other),
    ])
      expect([page.status, page.location]).toEqual([400, undefined]);
  });

  it('a redirect URI of a signed object that is not registered gets nothing', async () => {
    for (const own of [{}, { aud: 'https://other.example' }]) {
      const page = await open(await signed({ ...own, redirect_uri: 'https://evil.example/cb' }));
      expect([page.status, page.location]).toEqual([400, undefined]);
    }
  });

  it('an object that the client did not sign, by whatever algorithm, is a page, whatever redirect URI it has', async () => {
    const other = await aKey('ES256');
    const publicRsa = createPublicKey({ key: rsa.publicJwk as JsonWebKey, format: 'jwk' }).export({
      format: 'pem',
      type: 'spki',
    });
    // RFC 8725 section 2.1: the public key of the client as the secret of an HMAC.
    const confused = (secret: string | Buffer): string => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const input = `${part({ alg: 'HS256', kid: rsa.publicJwk.kid })}.${part(claimsOf())}`;
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    };
    const [head = '', body = ''] = (await signed()).split('.');
    const objects = [
      await signed({}, {}, other),
      new UnsecuredJWT(claimsOf()).encode(),
      confused(publicRsa),
      confused(JSON.stringify(rsa.publicJwk)),
      confused(Buffer.from(String(rsa.publicJwk.n), 'base64url')),
      confused(''),
      `${head}.${body}.`,
      `${head}.${body}`,
      'no jwt',
      `${Buffer.from('{"alg":"dir","enc":"A128GCM"}').toString('base64url')}....`,
    ];
    for (const object of objects) {
      const page = await open(object, { redirect_uri: 'https://app.example/cb' });
      expect([page.status, page.location]).toEqual([400, undefined]);
    }
  });

  it('a client uses the algorithm that it registered, and its secret only if that is stored as a key', async () => {
    const only = await registerApp(server, {
      jwks: { keys: [key.publicJwk, rsa.publicJwk] },
      request_object_signing_alg: 'RS256',
    });
    const by = (own: ClientKey): Promise<string> =>
      new SignJWT(claimsOf({}, only)).setProtectedHeader({ alg: own.alg }).sign(own.privateKey);
    expect((await open(await by(rsa), {}, only)).status).toBe(200);
    expect((await open(await by(key), {}, only)).status).toBe(400);
    const basicClient = await registerApp(server, { token_endpoint_auth_method: 'client_secret_basic' });
    const mac = await new SignJWT(claimsOf({}, basicClient))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(basicClient.client_secret));
    expect((await open(mac, {}, basicClient)).status).toBe(400);
    const keyed = await registerApp(server, { token_endpoint_auth_method: 'client_secret_jwt' });
    const fits = await new SignJWT(claimsOf({}, keyed))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(keyed.client_secret));
    expect((await open(fits, {}, keyed)).status).toBe(200);
  });

  it('an assertion of the client is no request object', async () => {
    const assertion = await anAssertion(client.client_id, 'ES256', key.privateKey, {
      claims: claimsOf({ sub: client.client_id }),
    });
    expect(errorOf(await open(assertion))).toBe('invalid_request_object');
  });

  it('a client that requires signed requests gets no others, and a pushed object counts as both', async () => {
    const strict = await registerApp(server, {
      jwks: { keys: [key.publicJwk] },
      require_signed_request_object: true,
      require_pushed_authorization_requests: true,
    });
    const object = await new SignJWT(claimsOf({}, strict)).setProtectedHeader({ alg: 'ES256' }).sign(key.privateKey);
    const browser = new TestBrowser([server]);
    const plain = await browser.openOnly(`/authorize?${authorizationOf(strict.client_id).toString()}`);
    expect(errorOf(plain)).toBe('invalid_request');
    expect(errorOf(await open(object, {}, strict))).toBe('invalid_request');
    const push = (form: URLSearchParams) =>
      server.send('POST', '/par', { 'Content-Type': 'application/x-www-form-urlencoded' }, form.toString());
    expectRefusal(await push(authorizationOf(strict.client_id)), 400, 'invalid_request');
    expectRefusal(
      await push(new URLSearchParams({ client_id: strict.client_id, request: await signed() })),
      400,
      'invalid_request_object',
    );
    const { status, json } = await push(new URLSearchParams({ client_id: strict.client_id, request: object }));
    expect(status).toBe(201);
    const query = new URLSearchParams({ client_id: strict.client_id, request_uri: String(json['request_uri']) });
    expect((await browser.openOnly(`/authorize?${query.toString()}`)).status).toBe(200);
  });

  it('an object by reference is never fetched', async () => {
    const query = authorizationOf(client.client_id, { request_uri: 'https://app.example/request.jwt' });
    const answer = await new TestBrowser([server]).openOnly(`/authorize?${query.toString()}`);
    expect(errorOf(answer)).toBe('request_uri_not_supported');
    const both = authorizationOf(client.client_id, { request_uri: 'https://app.example/r', request: await signed() });
    expect((await new TestBrowser([server]).openOnly(`/authorize?${both.toString()}`)).status).toBe(400);
  });

  it('REQUEST_OBJECTS=off refuses them, says so, and registers nothing of them', async () => {
    const off = await startSignIn({ ERROR_REDIRECTS: 'always', REQUEST_OBJECTS: 'off' }, undefined, upstream);
    const metadata = (await off.server.get('/.well-known/oauth-authorization-server')).json;
    expect(metadata).toMatchObject({ request_parameter_supported: false });
    expect(metadata).not.toHaveProperty('request_object_signing_alg_values_supported');
    const other = await registerApp(off.server, {
      jwks: { keys: [key.publicJwk] },
      request_object_signing_alg: 'ES256',
      require_signed_request_object: true,
    });
    expect(other).not.toHaveProperty('request_object_signing_alg');
    expect(other).toMatchObject({ require_signed_request_object: false });
    const query = authorizationOf(other.client_id, { request: await signed() });
    const answer = await new TestBrowser([off.server]).openOnly(`/authorize?${query.toString()}`);
    expect(errorOf(answer)).toBe('request_not_supported');
    await off.server.close();
  });
});
