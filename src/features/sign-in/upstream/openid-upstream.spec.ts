import { generateKeyPairSync } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_BUT_DATE } from '../../../../test/support/all-but-date';
import { keepTrack } from '../../../../test/support/close-leftovers';
import { type HttpsServer, startHttpsServer } from '../../../../test/support/https-server';
import { startUpstream, type TestUpstream, type UpstreamEntry } from '../../../../test/support/upstream';
import type { UpstreamFaults } from '../../../../test/support/upstream/upstream-faults';
import { readUpstreams } from '../../../platform/config/upstreams/sign-in-upstreams';
import type { OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { OpenIdUpstream } from './openid-upstream';
import { UpstreamRefused, UpstreamUnavailable } from './upstream-errors';
import type { UpstreamRequest } from './upstream-protocol';

const CALLBACK = 'http://localhost:3000/sign-in/corp/callback';
/** Takes a member out of an object. */
const without =
  (name: string) =>
  (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(members).filter(([one]) => one !== name));
const now = (): number => Math.floor(Date.now() / 1000);

describe('sign-in at an OpenID provider', () => {
  let provider: TestUpstream;

  beforeAll(async () => {
    provider = await startUpstream();
  });

  afterEach(() => {
    provider.faults = {};
  });

  const outbound = new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: [] });
  keepTrack({ close: () => outbound.onApplicationShutdown() });

  const configured = (members: UpstreamEntry = {}, at = provider): Upstream & { provider: OpenIdProvider } => {
    const read = readUpstreams(JSON.stringify({ upstreams: [at.entry(members)] }), '/');
    if (!Array.isArray(read)) throw new Error(JSON.stringify(read));
    return read[0] as Upstream & { provider: OpenIdProvider };
  };
  const at = (members?: UpstreamEntry, kept: readonly string[] = []): OpenIdUpstream =>
    new OpenIdUpstream(configured(members), kept, outbound);

  /** Signs in from the beginning to the end. `changed` alters what the browser brings back. */
  const signIn = async (
    upstream: OpenIdUpstream,
    request: UpstreamRequest = {},
    changed: (query: URLSearchParams) => void = () => undefined,
    at = provider,
  ): Promise<UpstreamIdentity> => {
    const begun = await upstream.begin(request, CALLBACK);
    const returned = new URL(await at.signIn(begun.location));
    changed(returned.searchParams);
    return upstream.finish(returned.searchParams, { ...request, ...begun }, CALLBACK);
  };
  const refusal = async (signingIn: Promise<unknown>): Promise<UpstreamRefused> => {
    const error: unknown = await signingIn.catch((thrown: unknown) => thrown);
    if (error instanceof UpstreamRefused) return error;
    throw new Error('it was not refused', { cause: error });
  };

  it('gives who signed in, with the claims of the ID token', async () => {
    const identity = await signIn(at());
    expect(identity).toMatchObject({
      upstream: 'corp',
      issuer: provider.issuer,
      subject: 'alice',
      claims: { email: 'alice@corp.example', email_verified: true },
    });
  });

  it('protects its request by state, nonce and PKCE, and says nothing of the client', async () => {
    await signIn(at({ scopes: ['openid'], authorization_parameters: { hd: 'corp.example' } }), {
      login_hint: 'alice@corp.example',
      acr_values: 'strong',
    });
    expect(Object.fromEntries(provider.authorization)).toEqual({
      client_id: 'clientele-at-corp',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      hd: 'corp.example',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('passes the hints on that the operator permits', async () => {
    const upstream = at({ login_hint: true, acr: { strong: 'urn:corp:mfa' }, prompt: 'consent' });
    await signIn(upstream, { login_hint: 'alice@corp.example', acr_values: 'unknown strong' });
    expect(Object.fromEntries(provider.authorization)).toMatchObject({
      login_hint: 'alice@corp.example',
      acr_values: 'urn:corp:mfa',
      prompt: 'consent',
    });
    await signIn(upstream, { prompt: 'login' });
    expect(Object.fromEntries(provider.authorization)).toMatchObject({ prompt: 'login', max_age: '0' });
  });

  it.each<[string, (keyFile: string) => UpstreamEntry]>([
    ['client_secret_basic', () => ({})],
    ['client_secret_post', () => ({})],
    ['private_key_jwt', (private_key_file) => ({ client_secret: undefined, private_key_file })],
  ])('authenticates by %s where the operator says that', async (token_endpoint_auth_method, members) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(tmpdir(), `clientele-upstream-${process.pid}.pem`);
    await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
    const other = await startUpstream({ client: { token_endpoint_auth_method, jwks } });
    const entry = configured({ token_endpoint_auth_method, ...members(file) }, other);
    await rm(file);
    const identity = await signIn(new OpenIdUpstream(entry, [], outbound), {}, undefined, other);
    expect(identity.subject).toBe('alice');
  });

  it.each<[string, RegExp, UpstreamFaults]>([
    ['another nonce', /nonce/, { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['no nonce', /nonce/, { claims: without('nonce') }],
    ['another issuer', /"iss"/, { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) }],
    ['another audience', /"aud"/, { claims: (claims) => ({ ...claims, aud: 'another-client' }) }],
    [
      'several audiences without azp',
      /"aud"/,
      { claims: (claims) => ({ ...claims, aud: ['clientele-at-corp', 'another'] }) },
    ],
    ['an azp that is another client', /azp/, { claims: (claims) => ({ ...claims, azp: 'another-client' }) }],
    ['an exp in the past', /"exp"/, { claims: (claims) => ({ ...claims, exp: now() - 120 }) }],
    ['an iat long ago', /made too long ago/, { claims: (claims) => ({ ...claims, iat: now() - 3600 }) }],
    ['another at_hash', /at_hash/, { claims: (claims) => ({ ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }) }],
    ['no sub', /"sub"/, { claims: without('sub') }],
    ['a sub with a control character', /identifies nobody/, { claims: (claims) => ({ ...claims, sub: 'a\u0000b' }) }],
    ['the signature of another key', /signature verification failed/, { signature: 'another key' }],
    ['no signature', /"alg"/, { signature: 'none' }],
    ['a signature by the secret', /"alg"/, { signature: 'the secret' }],
    ['a signature by the public key as a secret', /"alg"/, { signature: 'the public key as a secret' }],
  ])('refuses an ID token with %s', async (_, reason, faults) => {
    provider.faults = faults;
    await expect(refusal(signIn(at()))).resolves.toMatchObject({
      code: 'server_error',
      message: expect.stringMatching(reason),
    });
  });

  it('refuses a response without ID token', async () => {
    provider.faults = { noIdToken: true };
    await expect(refusal(signIn(at()))).resolves.toMatchObject({ code: 'server_error' });
  });

  it.each<[string, (query: URLSearchParams) => void]>([
    ['another state', (query) => void query.set('state', 'another')],
    ['no state', (query) => void query.delete('state')],
    ['another iss', (query) => void query.set('iss', 'https://evil.example')],
    ['no iss, which the provider advertises', (query) => void query.delete('iss')],
    ['no code', (query) => void query.delete('code')],
    ['an invented code', (query) => void query.set('code', 'invented')],
  ])('refuses a callback with %s', async (_, changed) => {
    const before = provider.requests.filter(({ path }) => path === '/me').length;
    await refusal(signIn(at(), {}, changed));
    expect(provider.requests.filter(({ path }) => path === '/me')).toHaveLength(before);
  });

  it('redeems a code for which it has another verifier at no provider', async () => {
    const upstream = at();
    const begun = await upstream.begin({}, CALLBACK);
    const returned = new URL(await provider.signIn(begun.location));
    const secrets = { ...begun.secrets, code_verifier: 'a'.repeat(43) };
    await refusal(upstream.finish(returned.searchParams, { ...begun, secrets }, CALLBACK));
  });

  it('redeems a code once: it is not tried again after a failure', async () => {
    const upstream = at();
    const begun = await upstream.begin({}, CALLBACK);
    const returned = new URL(await provider.signIn(begun.location));
    const tokenRequests = (): number => provider.requests.filter(({ path }) => path === '/token').length;
    const before = tokenRequests();
    provider.faults = { answers: { token: { status: 503, body: '{}' } } };
    await expect(upstream.finish(returned.searchParams, begun, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
    expect(tokenRequests()).toBe(before + 1);
  });

  it.each<[string, UpstreamFaults]>([
    ['answers 500', { answers: { token: { status: 500, body: 'oops', type: 'text/html' } } }],
    ['answers 429', { answers: { token: { status: 429, body: '{}' } } }],
    ['does not answer', { answers: { token: 'nothing' } }],
    ['does not publish its keys', { answers: { jwks: { status: 502, body: '' } } }],
  ])('says that the provider is unavailable if it %s', async (_, faults) => {
    const upstream = at({ timeout: 1 });
    await upstream.begin({}, CALLBACK);
    provider.faults = faults;
    await expect(signIn(upstream)).rejects.toThrow(UpstreamUnavailable);
  });

  it.each<[string, UpstreamFaults]>([
    ['a refusal of the token endpoint', { answers: { token: { status: 400, body: '{"error":"invalid_grant"}' } } }],
    ['a page instead of JSON', { answers: { token: { status: 200, body: '<html>', type: 'text/html' } } }],
    ['a key set that is none', { answers: { jwks: { status: 200, body: '[]' } } }],
  ])('refuses %s', async (_, faults) => {
    provider.faults = faults;
    await expect(refusal(signIn(at()))).resolves.toMatchObject({ code: 'server_error' });
  });

  it.each(['access_denied', 'login_required', 'consent_required', 'interaction_required'] as const)(
    'gives the error %s of the provider as it is',
    async (error) => {
      provider.faults = { error: { error, error_description: 'alice@corp.example may not' } };
      const { code, message } = await refusal(signIn(at()));
      expect(code).toBe(error);
      expect(message).not.toContain('alice');
    },
  );

  it('gives other errors of the provider as its own', async () => {
    provider.faults = { error: { error: 'invalid_scope' } };
    await expect(refusal(signIn(at()))).resolves.toMatchObject({ code: 'server_error' });
    provider.faults = { error: { error: 'temporarily_unavailable' } };
    await expect(signIn(at())).rejects.toThrow(UpstreamUnavailable);
  });

  describe('discovery', () => {
    it('is not begun before somebody signs in, is remembered, and is asked again after a failure', async () => {
      const discoveries = (): number => provider.requests.filter(({ path }) => path.startsWith('/.well-known')).length;
      const before = discoveries();
      const upstream = at();
      provider.faults = { answers: { discovery: { status: 503, body: '' } } };
      await expect(upstream.begin({}, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
      provider.faults = {};
      await upstream.begin({}, CALLBACK);
      await signIn(upstream);
      expect(discoveries()).toBe(before + 2);
    });

    it.each<[string, UpstreamFaults]>([
      ['another issuer', { metadata: (metadata) => ({ ...metadata, issuer: 'https://evil.example' }) }],
      ['the issuer with a slash', { metadata: (metadata) => ({ ...metadata, issuer: `${provider.issuer}/` }) }],
      [
        'a script as its endpoint',
        { metadata: (metadata) => ({ ...metadata, authorization_endpoint: 'javascript:alert(1)' }) },
      ],
      ['no key set', { metadata: without('jwks_uri') }],
    ])('is not believed with %s', async (_, faults) => {
      provider.faults = faults;
      await expect(at().begin({}, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
    });
  });

  describe('by https', () => {
    let host: HttpsServer;

    beforeAll(async () => {
      host = keepTrack(await startHttpsServer());
    });

    const at = (private_hosts: string[]): OpenIdUpstream => {
      const requests = new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: private_hosts, FETCH_CA: host.ca });
      keepTrack({ close: () => requests.onApplicationShutdown() });
      return new OpenIdUpstream(configured({ issuer: host.url }), [], requests);
    };

    it('reaches no private address unless the operator permits its host', async () => {
      const before = host.connections();
      await expect(at([]).begin({}, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
      expect(host.connections()).toBe(before);
      await expect(at(['localhost']).begin({}, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
      expect(host.connections()).toBe(before + 1);
    });

    it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'])(
      'uses no %s of plain http',
      async (name) => {
        const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'];
        const metadata = Object.fromEntries(names.map((one) => [one, `${host.url}/${one}`]));
        const serve = (own: object): void => {
          host.serve('/.well-known/openid-configuration', { issuer: host.url, ...metadata, ...own });
        };
        serve({ [name]: `http://localhost:${host.port}/${name}` });
        await expect(at(['localhost']).begin({}, CALLBACK)).rejects.toThrow(UpstreamUnavailable);
        serve({});
        await expect(at(['localhost']).begin({}, CALLBACK)).resolves.toHaveProperty('location');
      },
    );
  });

  it('reads the keys again for a new key, at most once a minute', async () => {
    const upstream = at();
    await signIn(upstream);
    provider.rotateKeys();
    const keyRequests = (): number => provider.requests.filter(({ path }) => path === '/jwks').length;
    const before = keyRequests();
    await refusal(signIn(upstream));
    await refusal(signIn(upstream));
    expect(keyRequests()).toBe(before);
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + 61_000 });
    try {
      await expect(signIn(upstream)).resolves.toMatchObject({ subject: 'alice' });
      await signIn(upstream);
    } finally {
      jest.useRealTimers();
    }
    expect(keyRequests()).toBe(before + 1);
  });

  describe('an issuer with many tenants', () => {
    const TENANTS: UpstreamEntry = { tenants: ['one', 'two'] };
    const many = (): UpstreamEntry => ({
      ...TENANTS,
      issuer: `${provider.issuer}/{tenantid}`,
      metadata_uri: `${provider.issuer}/.well-known/openid-configuration`,
    });
    /** As Entra does: the issuer of the metadata has a place for the tenant, and no response has `iss`. */
    const asTenant = (tid: string, iss = `${provider.issuer}/${tid}`): UpstreamFaults => ({
      metadata: (metadata) => ({
        ...metadata,
        issuer: `${provider.issuer}/{tenantid}`,
        authorization_response_iss_parameter_supported: false,
      }),
      response: (parameters) => {
        parameters.delete('iss');
      },
      claims: (claims) => ({ ...claims, tid, iss }),
    });

    it('signs the people of the listed tenants in, each with the issuer of the tenant', async () => {
      provider.faults = asTenant('two');
      await expect(signIn(at(many()))).resolves.toMatchObject({ issuer: `${provider.issuer}/two`, subject: 'alice' });
    });

    it.each([
      ['another tenant', () => asTenant('three'), /tenant/],
      ['the issuer of another tenant', () => asTenant('one', `${provider.issuer}/two`), /"iss"/],
      ['the template as its issuer', () => asTenant('one', `${provider.issuer}/{tenantid}`), /"iss"/],
    ])('refuses an ID token of %s', async (_, faults, reason) => {
      provider.faults = faults();
      await expect(refusal(signIn(at(many())))).resolves.toMatchObject({ message: expect.stringMatching(reason) });
    });
  });

  describe('UserInfo', () => {
    const THIN: UpstreamFaults = { claims: without('email') };

    it('is asked if a claim that is kept is missing', async () => {
      provider.faults = THIN;
      await expect(signIn(at({}, ['email']))).resolves.toMatchObject({ claims: { email: 'alice@corp.example' } });
      await expect(signIn(at({ userinfo: false }, ['email']))).resolves.not.toHaveProperty('claims.email');
    });

    it('is refused with the sub of another person', async () => {
      provider.faults = { ...THIN, userinfo: (claims) => ({ ...claims, sub: 'mallory' }) };
      await refusal(signIn(at({}, ['email'])));
    });
  });

  describe('the time of the authentication', () => {
    it('is that of the ID token', async () => {
      const auth_time = now() - 100;
      provider.faults = { claims: (claims) => ({ ...claims, auth_time }) };
      await expect(signIn(at(), { max_age: 300 })).resolves.toMatchObject({ auth_time });
    });

    it.each<[string, UpstreamRequest, number | undefined]>([
      ['is older than max_age', { max_age: 30 }, now() - 300],
      ['is missing with max_age', { max_age: 30 }, undefined],
      ['lies before a request with prompt=login', { prompt: 'login' }, now() - 300],
      ['lies before a request with max_age=0', { max_age: 0 }, now() - 300],
    ])('is refused if it %s', async (_, request, auth_time) => {
      provider.faults = {
        claims: (claims) => ({ ...without('auth_time')(claims), ...(auth_time !== undefined && { auth_time }) }),
      };
      await expect(refusal(signIn(at(), request))).resolves.toMatchObject({ code: 'login_required' });
    });

    it('is that of the callback if the provider was asked to authenticate the person and does not say when', async () => {
      provider.faults = { claims: without('auth_time') };
      const before = now();
      const { auth_time = 0 } = await signIn(at(), { prompt: 'login' });
      expect(auth_time).toBeGreaterThanOrEqual(before);
      await expect(signIn(at())).resolves.not.toHaveProperty('auth_time');
    });
  });

  it('translates acr by the table of the operator, and passes no other value on', async () => {
    const upstream = at({ acr: { strong: 'urn:corp:mfa', stronger: 'urn:corp:mfa' } });
    provider.faults = { claims: (claims) => ({ ...claims, acr: 'urn:corp:mfa', amr: ['pwd', 'otp', 7] }) };
    await expect(signIn(upstream)).resolves.toMatchObject({ acr: 'strong', amr: ['pwd', 'otp'] });
    await expect(signIn(upstream, { acr_values: 'stronger' })).resolves.toMatchObject({ acr: 'stronger' });
    provider.faults = { claims: (claims) => ({ ...claims, acr: 'strong' }) };
    await expect(signIn(upstream)).resolves.not.toHaveProperty('acr');
  });

  it('identifies people by the claim of the operator', async () => {
    provider.faults = { claims: (claims) => ({ ...claims, oid: '00000000-0000-0000-0000-000000000007' }) };
    await expect(signIn(at({ subject_claim: 'oid' }))).resolves.toMatchObject({
      subject: '00000000-0000-0000-0000-000000000007',
    });
    provider.faults = {};
    await refusal(signIn(at({ subject_claim: 'oid' })));
  });
});
