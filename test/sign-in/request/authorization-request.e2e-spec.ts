import { authorizationOf, authorizationUrl, registerApp, RESOURCE, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { head, rawHttp } from '../../support/raw-http';
import { codeOf, expectError, expectPage, linkOf } from '../../support/responses';
import { setStatus } from '../../support/set-status';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

const LOOPBACK = 'http://127.0.0.1/cb';

describe('an authorization request', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;
  let native: RegisteredClient;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn());
    app = await registerApp(server);
    native = await registerApp(server, { redirect_uris: [LOOPBACK], application_type: 'native' });
  });

  const open = (own?: Readonly<Record<string, string | undefined>>, client = app): Promise<Shown> =>
    new TestBrowser([server]).open(authorizationUrl(client.client_id, own));
  const openRaw = (query: string): Promise<Shown> => new TestBrowser([server]).open(`/authorize?${query}`);
  const post = (form: URLSearchParams, path = '/authorize'): Promise<Shown> =>
    new TestBrowser([server]).post(path, form);
  /** A redirect with a code or an error is not kept, and its address goes to no other site. */
  const expectUnstored = ({ headers }: Shown): void => {
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
  };
  const isAsked = (shown: Shown): boolean => shown.status === 200 && shown.text.includes('name="csrf"');

  describe('as it is read', () => {
    it('is the same by GET and by POST', async () => {
      expect(isAsked(await open())).toBe(true);
      expect(isAsked(await post(authorizationOf(app.client_id)))).toBe(true);
    });

    it('has its parameters in one place', async () => {
      expectPage(await post(authorizationOf(app.client_id), '/authorize?state=x'), /cannot be read/);
      const json = await server.send('POST', '/authorize', { 'Content-Type': 'application/json' }, '{}');
      expect(json.status).toBe(400);
    });

    it('has no other method, and no HEAD has an effect', async () => {
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        const { status, headers } = await server.send(method, '/authorize');
        expect(status).toBe(405);
        expect(headers.get('allow')).toMatch(/GET.*POST/);
      }
      const head = await server.send('HEAD', authorizationUrl(app.client_id));
      expect([head.status, head.headers.get('set-cookie')]).toEqual([503, null]);
    });

    it.each([{ 'Sec-Purpose': 'prefetch;prerender' }, { Purpose: 'prefetch' }])(
      'is not begun by a browser that prefetches (%j)',
      async (headers) => {
        const shown = await new TestBrowser([server]).open(authorizationUrl(app.client_id), headers);
        expect([shown.status, shown.headers.get('set-cookie')]).toEqual([503, null]);
      },
    );

    it('has each parameter once', async () => {
      const query = authorizationOf(native.client_id, { redirect_uri: LOOPBACK });
      for (const [name, value] of [
        ['scope', 'read'],
        ['state', ''],
        ['unknown', 'x'],
      ] as const) {
        const repeated = new URLSearchParams(query);
        if (name === 'unknown') repeated.append(name, value);
        repeated.append(name, value);
        expectError((await openRaw(repeated.toString())).location, 'invalid_request', { at: LOOPBACK });
      }
      for (const [name, heading] of [
        ['client_id', /not known/],
        ['redirect_uri', /not registered/],
      ] as const) {
        const repeated = new URLSearchParams(query);
        repeated.append(name, query.get(name) ?? '');
        expectPage(await openRaw(repeated.toString()), heading);
      }
    });

    it('counts a parameter without a value as not sent', async () => {
      const shown = await open({ redirect_uri: '', state: '', scope: '', resource: '', prompt: '', unknown: 'x' });
      expect(isAsked(shown)).toBe(true);
      const denied = await new TestBrowser([server]).open(
        authorizationUrl(native.client_id, { redirect_uri: LOOPBACK, state: '', response_type: 'token' }),
      );
      expectError(denied.location, 'unsupported_response_type', { state: null, at: LOOPBACK });
    });

    it.each(['client_id=%00', 'client_id=%', 'client_id=%ff', 'client_id=%zz', 'state=%ed%a0%80', 'state=%C3', '%'])(
      'is a page if it is malformed: %s',
      async (query) => {
        expectPage(await openRaw(query), /cannot be read/);
      },
    );

    it('has a limit of its size', async () => {
      expectPage(await open({ state: 'x'.repeat(4097) }), /cannot be read/);
      const form = authorizationOf(app.client_id, { unknown: 'x'.repeat(16 * 1024) });
      expectPage(await post(form), /cannot be read/, 414);
      const long = await server.get(`/authorize?${form.toString()}`);
      expect([400, 414, 431]).toContain(long.status);
    });

    it('may have parameters that are not known here', async () => {
      const others = {
        claims: '{"id_token":{}}',
        ui_locales: 'xx',
        display: 'popup',
        id_token_hint: 'x',
        acr_values: 'unknown',
        audience: 'https://elsewhere.example',
        foo: 'bar',
      };
      expect(isAsked(await open(others))).toBe(true);
    });

    it('names nobody as signed in because a hint does', async () => {
      const shown = await open({ login_hint: 'mallory@evil.example' });
      expect(isAsked(shown)).toBe(true);
      expect(shown.text).not.toContain('mallory');
    });

    it('is never read by pages of other origins', async () => {
      for (const method of ['GET', 'POST', 'OPTIONS'])
        for (const path of ['/authorize', '/sign-in/decision', '/sign-in/corp/callback']) {
          const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
          const answer = await server.send(method, path, headers);
          expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        }
    });
  });

  describe('that reaches no controller', () => {
    type Case = [method: string, path: string, status: number, heading: RegExp, body: string | undefined];
    const long = 'x'.repeat(70_000);
    const CASES: Case[] = [
      ['GET', '/sign-in/nothing', 404, /no such page/, undefined],
      ['GET', '/authorize/', 404, /no such page/, undefined],
      ['GET', '/sign-in/decision', 405, /cannot be read/, undefined],
      ['PUT', '/authorize', 405, /cannot be read/, undefined],
      ['POST', '/sign-in/decision', 413, /cannot be read/, long],
      ['POST', '/authorize', 413, /cannot be read/, long],
      ['GET', '/sign-in/%zz', 400, /cannot be read/, undefined],
    ];
    const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const sendTo = (accept: string, [method, path, , , body]: Case): ReturnType<TestServer['send']> =>
      server.send(method, path, { Accept: accept, 'Accept-Language': 'en', ...(body !== undefined && FORM) }, body);

    it.each(CASES)('is a page for a browser: %s %s gives %i', async (...one: Case) => {
      const [, , status, heading] = one;
      const { text, headers, status: given } = await sendTo('text/html,application/xhtml+xml,*/*;q=0.8', one);
      expectPage({ text, headers, status: given } as Shown, heading, status);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(text).toContain(headers.get('x-request-id'));
      if (status === 405) expect(headers.get('allow')).toMatch(/POST/);
    });

    it.each(CASES)('is JSON for a program: %s %s gives %i', async (...one: Case) => {
      const { status, json } = await sendTo('application/json', one);
      expect(status).toBe(one[2]);
      expect(json).toEqual({ error: expect.any(String) as string, error_description: expect.any(String) as string });
    });

    it('is JSON at the addresses of programs, whatever they accept', async () => {
      for (const [method, path] of [
        ['GET', '/register'],
        ['GET', '/nothing'],
        ['GET', '/sign-in-elsewhere'],
        ['POST', '/sign-in/corp/backchannel-logout'],
        ['GET', '/sign-in/corp/backchannel-logout?a=b'],
        ['POST', '/token'],
      ] as const) {
        const { headers } = await server.send(method, path, { Accept: 'text/html' });
        expect([path, headers.get('content-type')]).toEqual([path, 'application/json']);
      }
    });

    it('is a page for a browser whose cookies or address are too long, as far as its head can be read', async () => {
      const long = 'x'.repeat(17 * 1024);
      const lines = ['Host: x', 'Accept: text/html', 'Accept-Language: de'];
      const cookies = await rawHttp(server.port, head('GET /authorize?a=b HTTP/1.1', ...lines, `Cookie: a=${long}`));
      const address = await rawHttp(server.port, head(`GET /authorize?a=${long} HTTP/1.1`, ...lines));
      for (const answer of [cookies, address]) {
        expect(answer).toMatch(/^HTTP\/1\.1 431 /);
        expect(answer).toMatch(/^content-type: text\/html; charset=utf-8\r$/im);
        expect(answer).toContain('Die Anfrage ist nicht lesbar');
      }
      const json = await rawHttp(server.port, head('GET /token HTTP/1.1', ...lines, `Cookie: a=${long}`));
      expect(json).toMatch(/^content-type: application\/json\r$/im);
    });
  });

  describe('of a client', () => {
    it.each([undefined, '', 'unknown', 'x'.repeat(3000), '"><script>alert(1)</script>', 'http://a.example/x', 'ü'])(
      'that is not known is a page: %j',
      async (client_id) => {
        const shown = await openRaw(authorizationOf('x', { client_id }).toString());
        expectPage(shown, /not known/);
        expect(shown.text).not.toContain('<script>alert');
      },
    );

    it('that is disabled or pending is a page', async () => {
      const client = await registerApp(server);
      await setStatus(server, client.client_id, 'disabled');
      expectPage(await open({}, client), /not known/);
      await setStatus(server, client.client_id, 'pending');
      expectPage(await open({}, client), /waits for approval/);
    });

    it('that may not use codes is told so', async () => {
      const machine = await server.register({
        grant_types: ['client_credentials'],
        redirect_uris: ['http://127.0.0.1/cb'],
        scope: 'read',
      });
      expectError((await open({ redirect_uri: LOOPBACK }, machine)).location, 'unauthorized_client', { at: LOOPBACK });
    });
  });

  describe('with a redirect URI', () => {
    it.each([
      ...['https://app.example/cb/', 'https://app.example/CB', 'https://app.example/cb?', 'https://app.example/cb#'],
      ...[
        'https://app.example/%63b',
        'HTTPS://App.example/cb',
        'https://app.example:443/cb',
        ' https://app.example/cb',
      ],
      ...[
        'https://app.example@evil.example/cb',
        'https://a@b@app.example/cb',
        'https://app.example\\cb',
        'javascript:x',
      ],
      ...['https://evil.example/cb', 'https://app.example/cb\n', 'https://app.example/cb/..;/x'],
    ])('that is not registered is a page: %j', async (redirect_uri) => {
      expectPage(await open({ redirect_uri }), /not registered/);
    });

    it.each(['http://127.0.0.1:5000/cb', 'http://127.0.0.1:65535/cb'])(
      'on this machine at any port: %s',
      async (redirect_uri) => {
        const shown = await open({ redirect_uri }, native);
        expect(isAsked(shown)).toBe(true);
        expect(shown.text).toContain(new URL(redirect_uri).port);
      },
    );

    it.each([
      'http://127.0.0.1:0/cb',
      'http://127.0.0.1:65536/cb',
      'http://localhost:5000/cb',
      'http://127.0.0.1:1/cb?x',
    ])('on this machine that is another one is a page: %s', async (redirect_uri) => {
      expectPage(await open({ redirect_uri }, native), /not registered/);
    });

    it('that is not registered is a page, whatever the response mode and the prompt', async () => {
      for (const own of [{ response_mode: 'fragment' }, { response_mode: 'form_post' }, { prompt: 'none' }])
        expectPage(await open({ redirect_uri: 'https://evil.example/cb', ...own }), /not registered/);
    });

    it('is the start of the response as it was registered: no slash is added to an origin', async () => {
      const bare = await registerApp(server, {
        redirect_uris: ['https://app.example', 'http://127.0.0.1'],
        application_type: 'native',
      });
      const browser = new TestBrowser([server]);
      const page = await browser.open(authorizationUrl(bare.client_id, { redirect_uri: 'https://app.example' }));
      const allowed = await browser.submit(page, { decision: 'allow' });
      expect(allowed.headers.get('location')).toMatch(/^https:\/\/app\.example\?code=/);
      expect(allowed.status).toBe(303);
      expectUnstored(allowed);
      const refused = await open({ redirect_uri: 'http://127.0.0.1:5000', response_type: 'token' }, bare);
      expect(refused.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:5000\?error=/);
    });

    it('that is left out is the only one, unless there are several or openid is requested', async () => {
      expect(isAsked(await open({ redirect_uri: undefined }))).toBe(true);
      expectPage(await open({ redirect_uri: undefined, scope: 'openid read' }), /not registered/);
      const several = await registerApp(server, { redirect_uris: ['https://a.example/', 'https://b.example/'] });
      expectPage(await open({ redirect_uri: undefined }, several), /not registered/);
    });
  });

  describe('that is wrong', () => {
    const at = { at: LOOPBACK };
    it.each([
      ['invalid_request', { response_type: undefined }],
      ['unsupported_response_type', { response_type: 'token' }],
      ['unsupported_response_type', { response_type: 'id_token' }],
      ['unsupported_response_type', { response_type: 'code token' }],
      ['unsupported_response_type', { response_type: 'none' }],
      ['invalid_request', { code_challenge: undefined }],
      ['invalid_request', { code_challenge_method: undefined }],
      ['invalid_request', { code_challenge_method: 'plain' }],
      ['invalid_request', { code_challenge_method: 's256' }],
      ['invalid_request', { code_challenge: 'x'.repeat(42) }],
      ['invalid_request', { code_challenge: 'x'.repeat(44) }],
      ['invalid_request', { code_challenge: `${'x'.repeat(42)}=` }],
      ['invalid_request', { response_mode: 'fragment' }],
      ['invalid_request', { response_mode: 'query.jwt' }],
      ['invalid_request', { response_mode: 'form_post' }],
      ['invalid_request', { prompt: 'none login' }],
      ['invalid_request', { max_age: 'soon' }],
      ['invalid_request', { max_age: '-1' }],
      ['invalid_request', { login_hint: 'x'.repeat(321) }],
      ['invalid_request', { dpop_jkt: 'x' }],
      ['invalid_target', { resource: 'https://unknown.example' }],
      ['invalid_target', { resource: '/mcp' }],
      ['invalid_target', { resource: `${RESOURCE}#x` }],
      ['invalid_target', { resource: 'http://localhost:3000' }],
      ['invalid_target', { resource: 'http://localhost:3000/register' }],
      ['invalid_scope', { scope: 'a"b' }],
      ['invalid_scope', { scope: 'other' }],
      ['invalid_scope', { scope: 'register register:admin' }],
      ['invalid_authorization_details', { authorization_details: '[]' }],
      ['registration_not_supported', { registration: '{}' }],
      ['request_uri_not_supported', { request_uri: 'https://app.example/request' }],
      ['login_required', { prompt: 'none' }],
    ])('is %s at once where nothing but a program of this machine listens: %j', async (error, own) => {
      const shown = await open({ redirect_uri: LOOPBACK, ...own }, native);
      expect(shown.status).toBe(303);
      expectUnstored(shown);
      expectError(shown.location, error, at);
    });

    it.each([
      ['unsupported_response_type', { response_type: 'token' }],
      ['invalid_request', { code_challenge: undefined }],
      ['invalid_scope', { scope: 'other' }],
      ['login_required', { prompt: 'none' }],
    ])('is %s at another host by the click of the user alone: %j', async (error, own) => {
      const shown = await open(own);
      expectPage(shown, /cannot be connected/);
      expect(shown.text).toContain('app.example');
      expectError(linkOf(shown), error);
    });

    it('goes to trusted hosts at once, or to all, if the operator wants that', async () => {
      for (const variables of [{ TRUSTED_REDIRECT_HOSTS: 'app.example' }, { ERROR_REDIRECTS: 'always' }]) {
        const { server: other } = await startSignIn(variables, undefined, upstream);
        const client = await registerApp(other);
        const shown = await new TestBrowser([other]).open(authorizationUrl(client.client_id, { response_type: 'x' }));
        expectError(shown.location, 'unsupported_response_type');
        await other.close();
      }
    });

    it('says nothing of the request, on a page or to the client', async () => {
      const evil = '"><img src=x onerror=alert(1)>';
      const shown = await open({ scope: evil, state: evil, resource: evil, prompt: evil, nonce: evil });
      expect(shown.text).not.toContain('<img');
      expect(linkOf(shown)?.searchParams.get('error_description')).not.toContain('onerror');
      expect(linkOf(shown)?.searchParams.get('state')).toBe(evil);
    });
  });

  describe('for a resource', () => {
    it.each([RESOURCE, `${RESOURCE}/`, 'HTTPS://MCP.example:443', undefined])(
      'in the spelling %s is the one of the operator',
      async (resource) => {
        const shown = await open({ resource });
        expect(shown.text).toContain(`>${RESOURCE}<`);
      },
    );

    it('may name several', async () => {
      const query = authorizationOf(app.client_id);
      query.append('resource', 'https://other.example/mcp');
      query.append('resource', RESOURCE);
      const shown = await openRaw(query.toString());
      expect(shown.text).toContain('https://other.example/mcp');
    });

    it.each([
      ['read write other openid', 'read write'],
      ['read register register:admin register:admin:read', 'read'],
      [undefined, 'read'],
      ['openid email profile', 'read'],
      ['admin read', 'read'],
    ])('has of the scope %j what it offers and the client registered: %s', async (scope, expected) => {
      const { text } = await open({ scope });
      expect([...text.matchAll(/name="scope" value="([^"]*)"/g)].map(([, name]) => name).join(' ')).toBe(expected);
    });
  });

  it('has a state that comes back byte for byte', async () => {
    for (const state of ['a b', 'a+b', 'a%2Bb', 'a&b=c', '"x"', 'für', '💚', 'x'.repeat(1024), "'();:@&=+$,/?#[]"]) {
      const shown = await open({ state, response_type: 'x', redirect_uri: LOOPBACK }, native);
      expectError(shown.location, 'unsupported_response_type', { state, at: LOOPBACK });
      expect(shown.location?.search).not.toMatch(/\+/);
    }
  });

  it('is answered at a redirect URI with a query behind that query', async () => {
    const client = await registerApp(server, { redirect_uris: ['https://app.example/cb?a=b&c'] });
    const browser = new TestBrowser([server]);
    const page = await browser.open(
      authorizationUrl(client.client_id, { redirect_uri: 'https://app.example/cb?a=b&c' }),
    );
    const { location } = await browser.submit(page, { decision: 'allow' });
    expect(location?.href.startsWith('https://app.example/cb?a=b&c&code=')).toBe(true);
    codeOf(location, { at: 'https://app.example/cb' });
  });
});
