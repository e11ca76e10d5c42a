import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { eventsOfType } from '../../support/logged-events';
import { managing } from '../../support/managing';
import { codeOf, expectError, expectPage, linkOf } from '../../support/responses';
import { setStatus } from '../../support/set-status';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { ALICE, startUpstream, type TestUpstream } from '../../support/upstream';

/** A user on the way back from the upstream: the browser, and the address to which it is sent. */
interface OnTheWay {
  readonly browser: TestBrowser;
  readonly callback: string;
}

describe('the response of an upstream', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn());
    app = await registerApp(server);
  });

  afterEach(() => {
    upstream.faults = {};
    upstream.person = ALICE;
  });

  const allow = async (
    own?: Readonly<Record<string, string>>,
    client = app,
  ): Promise<OnTheWay & { readonly shown: Shown }> => {
    const browser = new TestBrowser([server]);
    const page = await browser.open(authorizationUrl(client.client_id, own));
    const shown = await browser.submitOnly(page, { decision: 'allow' });
    return { browser, shown, callback: '' };
  };
  const comeBack = async (own?: Readonly<Record<string, string>>, client = app): Promise<OnTheWay> => {
    const { browser, shown } = await allow(own, client);
    return { browser, callback: await upstream.signIn(shown.location?.href ?? '') };
  };
  const redemptions = (): number => upstream.requests.filter(({ path }) => path === '/token').length;

  it('is taken in the browser that left for it, once', async () => {
    const { browser, callback } = await comeBack();
    const [one, other] = await Promise.all([browser.open(callback), browser.open(callback)]);
    const codes = [one, other].filter(({ location }) => location?.searchParams.has('code') === true);
    expect(codes).toHaveLength(1);
    codeOf(codes[0]?.location);
    const before = redemptions();
    expectPage(await browser.open(callback), /another browser|already answered|start again/);
    expect(redemptions()).toBe(before);
  });

  it.each([{ method: 'HEAD' }, { 'Sec-Purpose': 'prefetch' }])(
    'is not taken by a request whose answer nobody sees (%j), nor does such a request begin a sign-in',
    async ({ method = 'GET', ...headers }) => {
      const { browser, callback } = await comeBack();
      const cookie = [...(browser.cookies.get('localhost') ?? [])].map((pair) => pair.join('=')).join('; ');
      for (const path of [callback.replace(/^.*?(?=\/sign-in)/, ''), '/sign-in/applications']) {
        const unseen = await server.send(method, path, { ...headers, Cookie: cookie });
        const { headers: received, status } = unseen;
        expect([status, received.get('location'), received.get('set-cookie')]).toEqual([503, null, null]);
      }
      codeOf((await browser.open(callback)).location);
    },
  );

  it('is worth nothing in another browser: its code is not redeemed', async () => {
    const { browser, callback } = await comeBack();
    const before = redemptions();
    const attacker = new TestBrowser([server]);
    expectPage(await attacker.open(callback), /another browser/);
    await attacker.open(authorizationUrl(app.client_id));
    expectPage(await attacker.open(callback), /start again/);
    expect(attacker.cookieNames.filter((name) => !name.startsWith('si-'))).toEqual([]);
    expect(redemptions()).toBe(before);
    codeOf((await browser.open(callback)).location);
  });

  it.each([
    '',
    '?code=x',
    '?code=x&state=',
    '?code=x&state=unknown',
    '?state=%00',
    '?state=%',
    '?code=x&state=a&state=b',
  ])('is a page if nobody asked for it: %s', async (query) => {
    const browser = new TestBrowser([server]);
    const shown = await browser.open(`/sign-in/corp/callback${query}`);
    expect([shown.status, shown.location]).toEqual([400, undefined]);
    await browser.open(authorizationUrl(app.client_id));
    expect((await browser.open(`/sign-in/corp/callback${query}`)).status).toBe(400);
    expect(browser.cookieNames.filter((name) => !name.startsWith('si-'))).toEqual([]);
  });

  it('belongs to the address of its upstream', async () => {
    const { browser, callback } = await comeBack();
    expectPage(await browser.open(callback.replace('/corp/', '/other/')), /start again/);
    codeOf((await browser.open(callback)).location);
  });

  it('does not replace a session by one that was planted', async () => {
    const { browser, callback } = await comeBack();
    const planted = new Map([['session', 'planted']]);
    for (const [name, value] of planted) browser.cookies.get('localhost')?.set(name, value);
    codeOf((await browser.open(callback)).location);
    expect([...(browser.cookies.get('localhost') ?? new Map<string, string>()).values()]).not.toContain('planted');
  });

  it.each(['deleted', 'disabled', 'changed'] as const)('is worth nothing once the client is %s', async (change) => {
    const client = await registerApp(server);
    const { browser, callback } = await comeBack({}, client);
    if (change === 'deleted') await managing(server, client).remove();
    if (change === 'disabled') await setStatus(server, client.client_id, 'disabled');
    if (change === 'changed')
      await managing(server, client).put({
        redirect_uris: ['https://app.example/other'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
      });
    expectPage(await browser.open(callback), change === 'changed' ? /has changed/ : /not known/);
  });

  describe('with an error', () => {
    it('is access_denied at the client, without a text of the upstream', async () => {
      upstream.faults = { error: { error: 'access_denied', error_description: 'secret text' } };
      const { browser, callback } = await comeBack();
      const shown = await browser.open(callback);
      expectError(linkOf(shown), 'access_denied');
      expect(shown.text).not.toContain('secret text');
      expectPage(await browser.open(callback), /another browser|already answered|start again/);
    });

    it.each(['login_required', 'interaction_required', 'consent_required'])('is a page for %s', async (error) => {
      upstream.faults = { error: { error } };
      const { browser, callback } = await comeBack();
      expectPage(await browser.open(callback), /could not be signed in/);
    });

    it('is server_error for all others', async () => {
      upstream.faults = { error: { error: 'invalid_scope' } };
      const { browser, callback } = await comeBack();
      expectError(linkOf(await browser.open(callback)), 'server_error');
    });
  });

  it('that does not come, or not as it should now, is a page that says when to try again', async () => {
    const { browser, callback } = await comeBack();
    upstream.faults = { answers: { token: { status: 502, body: 'bad gateway' } } };
    const shown = await browser.open(callback);
    expectPage(shown, /does not work at the moment/, 503);
    expect(Number(shown.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('of an upstream that is not there is a page before anybody leaves', async () => {
    const gone = await startUpstream({ id: 'gone' });
    const { server: other } = await startSignIn({}, undefined, gone);
    await gone.close();
    const client = await registerApp(other);
    const browser = new TestBrowser([other]);
    const page = await browser.open(authorizationUrl(client.client_id));
    expect(page.status).toBe(200);
    for (let count = 0; count < 2; count += 1)
      expectPage(await browser.submit(page, { decision: 'allow' }), /does not work at the moment/, 503);
    expect((await other.get('/health/ready')).status).toBe(200);
    await other.close();
  });

  describe('about a person whom the operator does not permit', () => {
    it('is a page, and access_denied at the client by the click of the user', async () => {
      const { server: strict } = await startSignIn(
        {
          RESOURCES: JSON.stringify({
            'https://mcp.example': {
              user_scopes: ['read', 'write'],
              default_user_scopes: ['read'],
              allow: { emails: ['bob@corp.example'] },
            },
          }),
        },
        undefined,
        upstream,
      );
      const client = await registerApp(strict);
      const browser = new TestBrowser([strict]);
      const page = await browser.open(authorizationUrl(client.client_id));
      const shown = await browser.submit(page, { decision: 'allow' });
      expectPage(shown, /may not use this/);
      expectError(linkOf(shown), 'access_denied');
      expect(linkOf(shown)?.search).not.toContain('bob');
      expect((await eventsOfType(strict, 'sign_in.refused')).map(({ data }) => data.rule)).toEqual([
        'resource.allow.emails',
      ]);
      await strict.close();
    });
  });
});
