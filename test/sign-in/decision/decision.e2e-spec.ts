import { authorizationUrl, pkce, registerApp, startSignIn } from '../../support/authorizing';
import { type FormChoices, type Shown, TestBrowser } from '../../support/browser';
import { pass } from '../../support/grants';
import { eventsOfType } from '../../support/logged-events';
import { managing } from '../../support/managing';
import { codeOf, expectError, expectPage, linkOf } from '../../support/responses';
import { setStatus } from '../../support/set-status';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

const DECISION = '/sign-in/decision';

describe('a decision', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn());
    app = await registerApp(server);
  });

  const browse = (): TestBrowser => new TestBrowser([server]);
  const ask = async (
    own?: Readonly<Record<string, string>>,
    client = app,
  ): Promise<{ browser: TestBrowser; page: Shown }> => {
    const browser = browse();
    return { browser, page: await browser.open(authorizationUrl(client.client_id, own)) };
  };
  const hiddenOf = ({ text }: Shown): URLSearchParams =>
    new URLSearchParams(
      [...text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      ),
    );

  /** Sends a form as it is, not as the page would. */
  const send = (
    browser: TestBrowser,
    page: Shown,
    own: FormChoices,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Shown> => {
    const form = hiddenOf(page);
    for (const [name, value] of Object.entries(own)) form.set(name, String(value));
    return browser.post(DECISION, form, headers);
  };

  it('denies, which the client learns by the click of the user alone, and nothing follows', async () => {
    const { browser, page } = await ask();
    const denied = await browser.submit(page, { decision: 'deny' });
    expectPage(denied, /did not allow/);
    expectError(linkOf(denied), 'access_denied');
    expectPage(await browser.submit(page, { decision: 'allow' }), /already answered/);
  });

  it('is denied at a program of this machine at once', async () => {
    const native = await registerApp(server, { redirect_uris: ['http://127.0.0.1/cb'], application_type: 'native' });
    const { browser, page } = await ask({ redirect_uri: 'http://127.0.0.1:5000/cb' }, native);
    const denied = await browser.submit(page, { decision: 'deny' });
    expect(denied.status).toBe(303);
    expectError(denied.location, 'access_denied', { at: 'http://127.0.0.1:5000/cb' });
  });

  it('is made by POST alone', async () => {
    const { browser, page } = await ask();
    const link = await server.get(`${DECISION}?${hiddenOf(page).toString()}&decision=allow`);
    expect([link.status, link.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    expect((await browser.submit(page, { decision: 'allow' })).location?.searchParams.has('code')).toBe(true);
  });

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'http://localhost:3001' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
  ])('is made on a page of this server alone: %j', async (headers) => {
    const { browser, page } = await ask();
    expectPage(await browser.submit(page, { decision: 'allow' }, headers), /start again/, 403);
    expect((await browser.submit(page, { decision: 'allow' })).location?.searchParams.has('code')).toBe(true);
  });

  it('is made in a browser that says nothing of the page, such as Safari before 16.4, by cookie and token alone', async () => {
    const silent = { Origin: 'null', 'Sec-Fetch-Site': undefined, 'Sec-Fetch-Mode': undefined };
    const { browser, page } = await ask();
    expectPage(await send(browser, page, { decision: 'allow', csrf: 'x'.repeat(43) }, silent), /already answered/);
    expectPage(await browse().submit(page, { decision: 'allow' }, silent), /another browser/);
    codeOf((await browser.submit(page, { decision: 'allow' }, silent)).location);
  });

  it.each([{ csrf: '' }, { csrf: 'x'.repeat(43) }, { transaction: '' }, { transaction: 'x' }, { transaction: "'" }])(
    'needs the token of the page: %j',
    async (own) => {
      const { browser, page } = await ask();
      expectPage(await send(browser, page, { decision: 'allow', ...own }), /start again|already answered/i);
      expect((await browser.submit(page, { decision: 'allow' })).location?.searchParams.has('code')).toBe(true);
    },
  );

  it.each([{}, { decision: 'yes' }, { decision: '' }])('is one of three: %j', async (own) => {
    const { browser, page } = await ask();
    expectPage(await send(browser, page, own), /cannot be read/);
  });

  it('needs the cookie of its transaction: neither another browser nor another transaction has it', async () => {
    const { page } = await ask();
    const without = browse();
    expectPage(await without.submit(page, { decision: 'allow' }), /another browser/);
    const { browser: other, page: otherPage } = await ask();
    expectPage(await other.submit(page, { decision: 'allow' }), /another browser/);
    const mixed = { transaction: hiddenOf(otherPage).get('transaction') ?? '', csrf: hiddenOf(page).get('csrf') ?? '' };
    expectPage(await send(other, page, { decision: 'allow', ...mixed }), /already answered/);
    expect(upstream.requests.length).toBeGreaterThanOrEqual(0);
  });

  describe('that is sent twice', () => {
    /** A page that a browser shows whose user is signed in, so that the code follows at once. */
    const askSignedIn = async (
      challenge = pkce().challenge,
    ): Promise<{ readonly browser: TestBrowser; readonly page: Shown }> => {
      const { browser, page } = await ask();
      codeOf((await browser.submit(page, { decision: 'allow' })).location);
      const request = { prompt: 'consent', code_challenge: challenge };
      return { browser, page: await browser.open(authorizationUrl(app.client_id, request)) };
    };
    const grants = async (): Promise<number> => (await eventsOfType(server, 'grant.created')).length;
    const allow = { decision: 'allow' };

    afterEach(() => {
      jest.useRealTimers();
    });

    it('gets the same code, at once or later, and there is one grant', async () => {
      const { browser, page } = await askSignedIn();
      const before = await grants();
      const shown = [
        ...(await Promise.all([browser.submit(page, allow), browser.submit(page, allow)])),
        await browser.submit(page, allow),
      ];
      expect(new Set(shown.map(({ location }) => codeOf(location))).size).toBe(1);
      expect(await grants()).toBe(before + 1);
      expect(shown[0]?.headers.getSetCookie()).toEqual([expect.stringMatching(/^si-[^;]+; Path=.*; Max-Age=60$/)]);
    });

    it('gets a page once the client has redeemed the code', async () => {
      const { verifier, challenge } = pkce();
      const { browser, page } = await askSignedIn(challenge);
      const code = codeOf((await browser.submit(page, allow)).location);
      const { client_id } = app;
      const form = { grant_type: 'authorization_code', client_id, code, code_verifier: verifier };
      const { status, json } = await server.token({ ...form, redirect_uri: 'https://app.example/cb' });
      expect(status).toBe(200);
      expectPage(await browser.submit(page, allow), /already answered/);
      const refresh_token = String(json['refresh_token']);
      expect((await server.token({ grant_type: 'refresh_token', client_id, refresh_token })).status).toBe(200);
    });

    it('gets a page after a minute', async () => {
      const { browser, page } = await askSignedIn();
      const denying = await ask();
      codeOf((await browser.submit(page, allow)).location);
      await denying.browser.submit(denying.page, { decision: 'deny' });
      pass(61);
      expectPage(await browser.submit(page, allow), /already answered/);
      expectPage(await denying.browser.submit(denying.page, { decision: 'deny' }), /already answered/);
    });

    it('denies once', async () => {
      const { browser, page } = await ask();
      const denied = async (): Promise<number> => (await eventsOfType(server, 'consent.denied')).length;
      const before = await denied();
      const [one, other] = await Promise.all([
        browser.submit(page, { decision: 'deny' }),
        browser.submit(page, { decision: 'deny' }),
      ]);
      expectError(linkOf(one), 'access_denied');
      expect([other.status, other.text]).toEqual([one.status, one.text]);
      expect(await denied()).toBe(before + 1);
    });

    it.each(['allow', 'other-account'])('goes to the upstream with one state: %s', async (decision) => {
      const { browser, page } = await ask();
      const [one, other] = await Promise.all([
        browser.submitOnly(page, { decision }),
        browser.submitOnly(page, { decision }),
      ]);
      expect(one.location?.searchParams.get('state')).toMatch(/./);
      expect(other.location?.href).toBe(one.location?.href);
      const back = await upstream.signIn(other.location?.href ?? '');
      await browser.open(back);
      expectPage(await browser.submit(page, { decision }), /already answered/);
    });

    it('is another form with another decision or other scopes, which gets nothing', async () => {
      const { browser, page } = await askSignedIn();
      codeOf((await browser.submit(page, allow)).location);
      for (const own of [{ decision: 'deny' }, { ...allow, scope: 'read' }])
        expectPage(await browser.submit(page, own), /already answered/);
      const denied = await ask();
      await denied.browser.submit(denied.page, { decision: 'deny' });
      expectPage(await denied.browser.submit(denied.page, allow), /already answered/);
    });

    it('gets nothing in another browser', async () => {
      const { browser, page } = await askSignedIn();
      codeOf((await browser.submit(page, allow)).location);
      expectPage(await browse().submit(page, allow), /already answered/);
      const { browser: other } = await askSignedIn();
      expectPage(await other.submit(page, allow), /already answered/);
    });
  });

  it('covers what the page showed: nothing else of a form is read', async () => {
    const { browser, page } = await ask({ scope: 'read' });
    const evil = {
      client_id: 'x',
      redirect_uri: 'https://evil.example',
      resource: 'https://other.example/mcp',
      scope: 'write',
    };
    const denied = await send(browser, page, { decision: 'allow', ...evil });
    expectError(linkOf(denied), 'access_denied');
    const { browser: second, page: secondPage } = await ask({ scope: 'read' });
    const allowed = await send(second, secondPage, { decision: 'allow', ...evil, scope: 'read' });
    codeOf(allowed.location);
    const [granted] = (await eventsOfType(server, 'consent.granted')).slice(-1);
    expect(granted?.data).toMatchObject({ scope: ['read'], resources: ['https://mcp.example'] });
  });

  it('may take single scopes off', async () => {
    const { browser, page } = await ask();
    codeOf((await browser.submit(page, { decision: 'allow', scope: 'write' })).location);
    const [granted] = (await eventsOfType(server, 'consent.granted')).slice(-1);
    expect(granted?.data).toMatchObject({ scope: ['write'] });
  });

  it('works on a page that was opened twice, in any order', async () => {
    const other = await registerApp(server, { redirect_uris: ['https://other.example/cb'] });
    const browser = browse();
    const first = await browser.open(authorizationUrl(app.client_id));
    const second = await browser.open(
      authorizationUrl(other.client_id, { redirect_uri: 'https://other.example/cb', state: 'other' }),
    );
    const again = await browser.open(authorizationUrl(app.client_id));
    const answer = await browser.submit(second, { decision: 'allow' });
    codeOf(answer.location, { state: 'other', at: 'https://other.example/cb' });
    codeOf((await browser.submit(first, { decision: 'allow' })).location);
    codeOf((await browser.submit(again, { decision: 'allow' })).location);
  });

  it('has at most eight pages open in a browser; the oldest goes', async () => {
    const browser = browse();
    const pages: Shown[] = [];
    for (let count = 0; count < 9; count += 1) pages.push(await browser.open(authorizationUrl(app.client_id)));
    expect(browser.cookieNames.filter((name) => name.startsWith('si-'))).toHaveLength(8);
    expectPage(await browser.submit(pages[0] as Shown, { decision: 'allow' }), /another browser/);
    codeOf((await browser.submit(pages[8] as Shown, { decision: 'allow' })).location);
  });

  describe('about a client that changed meanwhile', () => {
    it('is refused if the client was deleted or disabled', async () => {
      for (const change of ['deleted', 'disabled'] as const) {
        const client = await registerApp(server);
        const { browser, page } = await ask({}, client);
        if (change === 'deleted') await managing(server, client).remove();
        else await setStatus(server, client.client_id, 'disabled');
        expectPage(await browser.submit(page, { decision: 'allow' }), /not known/);
      }
    });

    it.each([
      { redirect_uris: ['https://app.example/other'] },
      { scope: 'read' },
      {
        grant_types: ['client_credentials'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ])('is refused if it registered something else: %j', async (own) => {
      const client = await registerApp(server);
      const { browser, page } = await ask({}, client);
      const metadata = {
        redirect_uris: ['https://app.example/cb'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        scope: 'read write',
        ...own,
      };
      expect((await managing(server, client).put(metadata)).status).toBe(200);
      expectPage(await browser.submit(page, { decision: 'allow' }), /has changed/);
    });
  });

  it('is an event, without anything of the request but what it is about', async () => {
    const { browser, page } = await ask({ state: 'a secret state', login_hint: 'alice@corp.example' });
    await browser.submit(page, { decision: 'deny' });
    const events = [
      ...(await eventsOfType(server, 'authorization.requested')).slice(-1),
      ...(await eventsOfType(server, 'consent.denied')).slice(-1),
    ];
    expect(events.map(({ client_id, data }) => [client_id, data])).toEqual([
      [app.client_id, { resources: ['https://mcp.example'], scope: ['read', 'write'] }],
      [app.client_id, { resources: ['https://mcp.example'], scope: ['read', 'write'] }],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/secret state|alice/);
  });
});
