import { administering } from '../../support/administering';
import { APP, authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { managing } from '../../support/managing';
import { codeOf, expectError, expectPage, headingOf, linkOf } from '../../support/responses';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { ALICE, type TestUpstream } from '../../support/upstream';

const BOB = { sub: 'bob', claims: { email: 'bob@corp.example', email_verified: true } };
const CALLBACK = 'http://127.0.0.1/cb';

describe('an authorization of somebody who is signed in', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;
  let native: RegisteredClient;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn({ CONSENT_MEMORY: 'https' }));
    app = await registerApp(server);
    native = await registerApp(server, { redirect_uris: [CALLBACK], application_type: 'native' });
  });

  afterEach(() => {
    upstream.person = ALICE;
    upstream.faults = {};
  });

  /** A browser in which Alice is signed in, by an authorization of another client. */
  const signedIn = async (): Promise<TestBrowser> => {
    const browser = new TestBrowser([server]);
    const other = await registerApp(server, { redirect_uris: ['https://other.example/cb'] });
    const page = await browser.open(authorizationUrl(other.client_id, { redirect_uri: 'https://other.example/cb' }));
    codeOf((await browser.submit(page, { decision: 'allow' })).location, { at: 'https://other.example/cb' });
    return browser;
  };
  const logins = (): number => upstream.requests.filter(({ path }) => path === '/auth').length;
  const ask = (browser: TestBrowser, own?: Readonly<Record<string, string>>, client = app): Promise<Shown> =>
    browser.open(authorizationUrl(client.client_id, own));

  it('names the account, and needs no upstream', async () => {
    const browser = await signedIn();
    const before = logins();
    const page = await ask(browser);
    expect(page.text).toContain('alice@corp.example');
    codeOf((await browser.submit(page, { decision: 'allow' })).location);
    expect(logins()).toBe(before);
  });

  it('does not vouch for the name of a client that changed after an operator had made it', async () => {
    const administrator = await administering(server);
    const { json } = await administrator.post('/admin/clients', { ...APP, client_name: 'Payroll' });
    const client = json as unknown as RegisteredClient;
    expect((await ask(await signedIn(), {}, client)).text).toContain('has set this application up');
    await managing(server, client).patch({ client_name: 'Your bank' });
    const { text } = await ask(await signedIn(), {}, client);
    expect(text).toMatch(/It calls itself .*Your bank.* Nobody has verified this name\./);
    expect(text).not.toContain('has set this application up');
  });

  it('shows the page again for another account, and names that one', async () => {
    const browser = await signedIn();
    const page = await ask(browser, { prompt: 'consent' });
    upstream.person = BOB;
    browser.cookies.delete('127.0.0.1');
    const again = await browser.submit(page, { decision: 'other-account' });
    expect(upstream.authorization.get('prompt')).toBe('select_account');
    expect(headingOf(again)).toBe(headingOf(page));
    expect(again.text).toContain('bob@corp.example');
    codeOf((await browser.submit(again, { decision: 'allow' })).location);
  });

  it('shows the page again if somebody else than the hinted person signs in', async () => {
    const browser = new TestBrowser([server]);
    const page = await ask(browser, { login_hint: 'Bob@corp.example' });
    expect(page.text).not.toMatch(/bob@/i);
    const again = await browser.submit(page, { decision: 'allow' });
    expect(again.text).toContain('alice@corp.example');
    codeOf((await browser.submit(again, { decision: 'allow' })).location);
  });

  it.each([{ prompt: 'login' }, { max_age: '0' }, { prompt: 'select_account' }])(
    'goes to the upstream if the request wants a new login: %j',
    async (own) => {
      const browser = await signedIn();
      const before = logins();
      const page = await ask(browser, own);
      expect(page.text).not.toContain('alice@corp.example');
      codeOf((await browser.submit(page, { decision: 'allow' })).location);
      expect(logins()).toBe(before + 1);
      expect(upstream.authorization.get('prompt')).toBe(own.prompt ?? 'login');
    },
  );

  it('does not believe an upstream that ignores that', async () => {
    const browser = await signedIn();
    const page = await ask(browser, { prompt: 'login' });
    upstream.faults = { claims: (claims) => ({ ...claims, auth_time: Math.floor(Date.now() / 1000) - 30 }) };
    expectError(linkOf(await browser.submit(page, { decision: 'allow' })), 'login_required');
  });

  it('obeys the default_max_age of the client', async () => {
    const strict = await registerApp(server, { default_max_age: 0 });
    const browser = await signedIn();
    const page = await ask(browser, {}, strict);
    expect(page.text).not.toContain('alice@corp.example');
  });

  describe('without a page', () => {
    it('is login_required where nobody is signed in, and consent_required where nobody was asked', async () => {
      const own = { prompt: 'none', redirect_uri: CALLBACK };
      expectError((await ask(new TestBrowser([server]), own, native)).location, 'login_required', { at: CALLBACK });
      const browser = await signedIn();
      expectError((await ask(browser, own, native)).location, 'consent_required', { at: CALLBACK });
      expectError(linkOf(await ask(browser, { prompt: 'none' }, await registerApp(server))), 'consent_required');
    });

    it('is a code once the user allowed it before', async () => {
      const [browser, client] = [await signedIn(), await registerApp(server)];
      await browser.submit(await ask(browser, { scope: 'read' }, client), { decision: 'allow' });
      codeOf((await ask(browser, { scope: 'read', prompt: 'none' }, client)).location);
      codeOf((await ask(browser, { scope: 'read' }, client)).location);
      expect((await ask(browser, {}, client)).text).toContain('name="csrf"');
      expect((await ask(browser, { scope: 'read', prompt: 'consent' }, client)).status).toBe(200);
      expectError(linkOf(await ask(browser, { prompt: 'none', max_age: '0' }, client)), 'login_required');
    });

    it('is never given for a program of this machine, which any other can stand in for', async () => {
      const browser = await signedIn();
      for (let count = 0; count < 2; count += 1) {
        const page = await ask(browser, { redirect_uri: CALLBACK }, native);
        expect(page.status).toBe(200);
        const shown = await browser.submit(page, { decision: 'allow' });
        expect(shown.status).toBe(200);
        codeOf(shown.location, { at: CALLBACK });
      }
    });
  });

  it('gives a client nothing of what another one was allowed', async () => {
    const browser = await signedIn();
    await browser.submit(await ask(browser, { prompt: 'consent' }), { decision: 'allow' });
    const stranger = await registerApp(server);
    const page = await ask(browser, {}, stranger);
    expect(page.text).toContain('name="csrf"');
  });

  it.each([{ skip_consent: 'true' }, { is_consent_disabled: 'true' }, { decision: 'allow' }, { consent: 'granted' }])(
    'asks, whatever a client says about itself: %j',
    async (own) => {
      const client = await registerApp(server, { is_consent_disabled: true, skip_consent: true });
      const browser = await signedIn();
      const page = await ask(browser, own, client);
      expect(page.text).toContain('name="csrf"');
    },
  );

  it('has an answer by a form, if the client wants that', async () => {
    const browser = await signedIn();
    const state = '"><script>alert(1)</script>';
    const page = await ask(browser, { response_mode: 'form_post', state, prompt: 'consent' });
    const shown = await browser.submit(page, { decision: 'allow' });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<form method="post" action="https://app.example/cb"');
    const names = [...shown.text.matchAll(/type="hidden" name="([^"]*)"/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['code', 'iss', 'state']);
    expect(shown.text).not.toContain('<script>alert');
  });

  it('hands a code over to an application with a scheme of its own', async () => {
    const at = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const cursor = await registerApp(server, { redirect_uris: [at] });
    const browser = await signedIn();
    const shown = await browser.submit(await ask(browser, { redirect_uri: at }, cursor), { decision: 'allow' });
    expect(shown.status).toBe(200);
    codeOf(shown.location, { at });
  });

  it('takes no address from the head of a request', async () => {
    const browser = await signedIn();
    const evil = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example',
    };
    const page = await browser.open(authorizationUrl(app.client_id, { prompt: 'consent' }), evil);
    expect(page.text).not.toContain('evil.example');
    const { location } = await browser.submit(page, { decision: 'allow' }, evil);
    codeOf(location);
  });

  it('is refused as a page if the browser takes no cookies', async () => {
    const page = await ask(new TestBrowser([server]));
    expectPage(await new TestBrowser([server]).submit(page, { decision: 'allow' }), /another browser/);
  });
});
