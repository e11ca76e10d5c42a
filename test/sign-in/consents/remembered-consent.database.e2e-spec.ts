import { UsersService } from '../../../src/users/users.service';
import { ConsentSweepTask } from '../../../src/features/sign-in/consents/consent-sweep.task';
import { ConsentRepository } from '../../../src/features/sign-in/consents/consent.repository';
import { Consent } from '../../../src/features/sign-in/consents/consent.entity';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { administering } from '../../support/administering';
import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { commandContext } from '../../support/contexts';
import { managing } from '../../support/managing';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

type Parameters_ = Readonly<Record<string, string | undefined>>;

describe('consent that is remembered', () => {
  let server: TestServer;
  let trusting: TestServer;
  let upstream: TestUpstream;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn({ CONSENT_MEMORY: 'https' }));
    ({ server: trusting } = await startSignIn({}, undefined, upstream));
  });

  const allow = async (browser: TestBrowser, { client_id }: RegisteredClient, own: Parameters_ = {}): Promise<void> => {
    const page = await browser.open(authorizationUrl(client_id, own));
    expect(page.text).toContain('name="decision"');
    await browser.submit(page, { decision: 'allow' });
  };
  const again = (
    browser: TestBrowser,
    { client_id }: RegisteredClient,
    own: Parameters_ = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Shown> => browser.open(authorizationUrl(client_id, own), headers);
  const isAsked = ({ text, location }: Shown): boolean => {
    const asks = text.includes('name="decision"');
    expect(asks || location?.searchParams.has('code')).toBe(true);
    return asks;
  };
  const asksAgain = async (...call: Parameters<typeof again>): Promise<boolean> => isAsked(await again(...call));

  it('lets the same client have the same or less without a page', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app);
    expect(await asksAgain(browser, app)).toBe(false);
    expect(await asksAgain(browser, app, { scope: 'read' })).toBe(false);
  });

  it('is not used for one more scope, which the page marks, for another resource, and for prompt=consent', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app, { scope: 'read' });
    const page = await again(browser, app, { scope: 'read write' });
    expect(isAsked(page)).toBe(true);
    expect(page.text.match(/class="new"/g)).toHaveLength(1);
    expect(await asksAgain(browser, app, { resource: 'https://other.example/mcp', scope: 'read' })).toBe(true);
    expect(await asksAgain(browser, app, { scope: 'read', prompt: 'consent' })).toBe(true);
    expect(await asksAgain(browser, app, { scope: 'read' })).toBe(false);
  });

  it('is not used in another browser before its user signed in, nor for another user', async () => {
    const app = await registerApp(server);
    await allow(new TestBrowser([server]), app);
    const other = new TestBrowser([server]);
    expect(await asksAgain(other, app)).toBe(true);
    const before = upstream.person;
    upstream.person = { sub: 'somebody else', claims: {} };
    await other.open('/sign-in/applications');
    expect(await asksAgain(other, app)).toBe(true);
    upstream.person = before;
  });

  it('is not used for a navigation that no user caused: an authorization server between repeats nothing unseen', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app);
    for (const headers of [{ 'Sec-Fetch-User': '?0' }, { 'Sec-Fetch-Mode': 'no-cors' }, { 'Sec-Fetch-Dest': 'iframe' }])
      expect(await asksAgain(browser, app, {}, headers)).toBe(true);
    expect(await asksAgain(browser, app)).toBe(false);
  });

  it.each([{ client_name: 'Another' }, { redirect_uris: ['https://app.example/cb', 'https://evil.example/cb'] }])(
    'ends when the client changes what users recognise it by: %j',
    async (change) => {
      const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
      await allow(browser, app);
      expect((await managing(server, app).patch({ tos_uri: 'https://app.example/terms' })).status).toBe(200);
      expect(await asksAgain(browser, app)).toBe(false);
      expect((await managing(server, app).patch(change)).status).toBe(200);
      expect(await asksAgain(browser, app)).toBe(true);
    },
  );

  it('is not used at another redirect URI', async () => {
    const redirect_uris = ['https://app.example/cb', 'https://other.example/cb'];
    const [browser, app] = [new TestBrowser([server]), await registerApp(server, { redirect_uris })];
    await allow(browser, app);
    expect(await asksAgain(browser, app, { redirect_uri: 'https://other.example/cb' })).toBe(true);
  });

  it.each([['http://127.0.0.1/cb'], ['com.example.app:/cb']])(
    'is never kept for a public client at %s, which others can receive at',
    async (redirect_uri) => {
      const client = { redirect_uris: [redirect_uri], application_type: 'native' };
      const [browser, app] = [new TestBrowser([server]), await registerApp(server, client)];
      await allow(browser, app, { redirect_uri });
      await allow(browser, app, { redirect_uri });
      expect(await asksAgain(browser, app, { redirect_uri })).toBe(true);
    },
  );

  it('is not kept at all for clients that registered themselves, unless the operator wants that', async () => {
    const [browser, app] = [new TestBrowser([trusting]), await registerApp(trusting)];
    await allow(browser, app);
    expect(await asksAgain(browser, app)).toBe(true);
  });

  it('is not needed for a client that the operator trusts, which no client says of itself', async () => {
    const browser = new TestBrowser([trusting]);
    const app = await registerApp(trusting, { is_consent_disabled: true });
    await managing(trusting, app).patch({ is_consent_disabled: true });
    expect(await asksAgain(browser, app, { is_consent_disabled: 'true', skip_consent: 'true' })).toBe(true);
    const administrator = await administering(trusting);
    await administrator.edit('PATCH', `/admin/clients/${app.client_id}`, { is_consent_disabled: true });
    expect(await asksAgain(new TestBrowser([trusting]), app)).toBe(false);
    await managing(trusting, app).patch({ client_name: 'Changed' });
    expect(await asksAgain(new TestBrowser([trusting]), app)).toBe(true);
  });

  it('is forgotten by the user, by the deletion of the client, and after 180 days without use', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app);
    const page = await browser.open('/sign-in/applications');
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const form = new URLSearchParams({ csrf, forget: 'all' });
    expect((await browser.post('/sign-in/applications', form)).text).toContain('Applications will ask you again.');
    expect(await asksAgain(browser, app)).toBe(true);

    const [deleted, unused] = [await registerApp(server), await registerApp(server)];
    for (const client of [deleted, unused]) await allow(browser, client);
    await managing(server, deleted).remove();
    // It is forgotten after the commit that deletes the client; a failure would end by the timeout of the test.
    while ((await countOf(deleted)) > 0);
    const long = new Date(Date.now() - 181 * 86_400_000);
    await server.app
      .get(TransactionsService)
      .run((manager) => manager.update(Consent, { client_id: unused.client_id }, { last_used_at: long }));
    await server.app.get(ConsentSweepTask, { strict: false }).runIfDue();
    expect(await countOf(unused)).toBe(0);
  });

  it('is forgotten if the client is gone, and stays if it is not', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app);
    const [row] = await rowsOf(app);
    const gone = Array.from({ length: 501 }, (_, index) => ({ ...row, client_id: `gone ${index}` }) as Consent);
    await server.app.get(TransactionsService).run((manager) => manager.insert(Consent, gone));
    await server.app.get(ConsentRepository, { strict: false }).forgetOfGoneClients();
    for (const client_id of ['gone 0', 'gone 500', 'gone 99']) expect(await countOf({ client_id })).toBe(0);
    expect(await countOf(app)).toBe(1);
  });

  it('is not given to a client that changed after the page was shown', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    const page = await browser.open(authorizationUrl(app.client_id));
    await managing(server, app).patch({ client_name: 'Somebody else' });
    const answer = await browser.submit(page, { decision: 'allow' });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('The application has changed meanwhile');
  });

  it('is erased with the user', async () => {
    const [browser, app] = [new TestBrowser([server]), await registerApp(server)];
    await allow(browser, app);
    const { sub } = (await rowsOf(app))[0] ?? { sub: '' };
    await server.app.get(UsersService, { strict: false }).erase(commandContext(server), sub);
    expect(await countOf(app)).toBe(0);
  });

  const rowsOf = ({ client_id }: Pick<RegisteredClient, 'client_id'>): Promise<Consent[]> =>
    server.app.get(TransactionsService).run((manager) => manager.findBy(Consent, { client_id }));
  const countOf = async (client: Pick<RegisteredClient, 'client_id'>): Promise<number> => (await rowsOf(client)).length;
});
