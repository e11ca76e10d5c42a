import { registerApp, startSignIn } from '../../support/authorizing';
import { TestBrowser } from '../../support/browser';
import { eventsOfType } from '../../support/logged-events';
import { authorize, codeOf } from '../../support/signing-in';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { signInAt, startUpstream, type TestUpstream } from '../../support/upstream';

describe('signing out', () => {
  let database: TestDatabase;
  let nodes: readonly [TestServer, TestServer];
  let upstream: TestUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    upstream = await startUpstream();
    const variables = await signInAt(upstream.entry({ upstream_logout: true, logout_ends_grants: true }));
    nodes = [
      (await startSignIn(variables, database, upstream)).server,
      (await startSignIn(variables, database, upstream)).server,
    ];
    app = await registerApp(nodes[0]);
  });

  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
  });

  afterEach(() => {
    upstream.faults = {};
    upstream.person = { sub: 'alice' };
  });

  const signedIn = async (): Promise<TestBrowser> => {
    const browser = new TestBrowser(nodes);
    expect(codeOf(await authorize(browser, app))).toBeDefined();
    return browser;
  };
  const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
    (await browser.open('/sign-in/logout')).text.includes('name="csrf"');

  describe('by the user', () => {
    it('needs an answer to a question: a link does nothing', async () => {
      const browser = await signedIn();
      const page = await browser.open('/sign-in/logout');
      expect(page.status).toBe(200);
      expect(page.text).toContain('alice');
      await expect(isSignedIn(browser)).resolves.toBe(true);
      const done = await browser.submit(page, { sign_out: 'here' });
      expect(done.status).toBe(200);
      await expect(isSignedIn(browser)).resolves.toBe(false);
      expect((await eventsOfType(nodes[0], 'session.ended')).at(-1)?.data).toMatchObject({ sessions: 1, by: 'user' });
    });

    it('leads nowhere, whatever the request says', async () => {
      const browser = await signedIn();
      const target =
        'post_logout_redirect_uri=https://evil.example&redirect_uri=https://evil.example&next=//evil.example';
      const page = await browser.open(`/sign-in/logout?${target}`);
      expect(page.text).not.toContain('evil.example');
      const done = await browser.submit(page, { sign_out: 'here', post_logout_redirect_uri: 'https://evil.example' });
      expect(done.location).toBeUndefined();
      expect(done.text).not.toContain('evil.example');
    });

    it.each<[string, (csrf: string) => Readonly<Record<string, string>>]>([
      ['without the token of the page', () => ({})],
      ['with another token', () => ({ csrf: `1.${'a'.repeat(43)}` })],
      ['with the token of another browser', (csrf) => ({ csrf })],
    ])('is refused %s', async (_, members) => {
      const other = await (await signedIn()).open('/sign-in/logout');
      const csrf = /name="csrf" value="([^"]+)"/.exec(other.text)?.[1] ?? '';
      const browser = await signedIn();
      const form = new URLSearchParams({ sign_out: 'everywhere', ...members(csrf) });
      await expect(browser.post('/sign-in/logout', form)).resolves.toMatchObject({ status: 403 });
      await expect(isSignedIn(browser)).resolves.toBe(true);
    });

    it('is refused from a page of another site', async () => {
      const browser = await signedIn();
      const page = await browser.open('/sign-in/logout');
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const form = new URLSearchParams({ sign_out: 'here', csrf });
      const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
      await expect(browser.post('/sign-in/logout', form, headers)).resolves.toMatchObject({ status: 403 });
      await expect(isSignedIn(browser)).resolves.toBe(true);
    });

    it('everywhere ends all sessions and grants of the user, and no others', async () => {
      upstream.person = { sub: 'dora' };
      const [one, two] = [await signedIn(), await signedIn()];
      upstream.person = { sub: 'alice' };
      const alice = await signedIn();
      await one.submit(await one.open('/sign-in/logout'), { sign_out: 'everywhere' });
      await expect(isSignedIn(two)).resolves.toBe(false);
      await expect(isSignedIn(alice)).resolves.toBe(true);
      expect((await eventsOfType(nodes[0], 'grants.revoked')).at(-1)?.data).toMatchObject({
        count: 2,
        reason: 'signed_out',
      });
    });

    it('offers to sign out at the upstream, which happens by a click alone', async () => {
      const browser = await signedIn();
      const done = await browser.submit(await browser.open('/sign-in/logout'), { sign_out: 'here' });
      expect(done.text).toContain(`${upstream.issuer}/session/end?client_id=clientele-at-corp&amp;post_logout`);
      expect(upstream.requests.some(({ path }) => path.startsWith('/session/end'))).toBe(false);
    });

    it('without a session says that the user is signed out', async () => {
      const browser = new TestBrowser(nodes);
      await expect(browser.open('/sign-in/logout')).resolves.toMatchObject({ status: 200 });
      await expect(browser.open('/sign-in/signed-out')).resolves.toMatchObject({ status: 200 });
      await expect(browser.post('/sign-in/logout', new URLSearchParams())).resolves.toMatchObject({ status: 200 });
    });
  });

  describe('by the upstream', () => {
    const now = (): number => Math.floor(Date.now() / 1000);
    const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
    const send = (token: string, node = nodes[1]) =>
      node.send(
        'POST',
        '/sign-in/corp/backchannel-logout',
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        new URLSearchParams({ logout_token: token }).toString(),
      );

    it('ends all sessions and, as the operator wants it, the grants of the person', async () => {
      upstream.person = { sub: 'erin' };
      const [one, two] = [await signedIn(), await signedIn()];
      const answer = await send(await upstream.logoutToken({ sub: 'erin' }));
      expect(answer).toMatchObject({ status: 200, text: '' });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      await expect(isSignedIn(one)).resolves.toBe(false);
      await expect(isSignedIn(two)).resolves.toBe(false);
      expect((await eventsOfType(nodes[0], 'grants.revoked')).at(-1)?.data).toMatchObject({ count: 2 });
      expect((await eventsOfType(nodes[0], 'session.ended')).at(-1)?.data).toMatchObject({
        sessions: 2,
        by: 'upstream',
      });
    });

    it('ends the session that it names, and its grants alone', async () => {
      const signIn = (sid: string): Promise<TestBrowser> => {
        upstream.person = { sub: 'frank', claims: { sid } };
        return signedIn();
      };
      const [one, two] = [await signIn('session-1'), await signIn('session-2')];
      await expect(send(await upstream.logoutToken({ sid: 'session-1' }))).resolves.toMatchObject({ status: 200 });
      await expect(isSignedIn(one)).resolves.toBe(false);
      await expect(isSignedIn(two)).resolves.toBe(true);
      expect((await eventsOfType(nodes[0], 'grants.revoked')).at(-1)?.data).toMatchObject({ count: 1 });
      await send(await upstream.logoutToken({ sub: 'another person', sid: 'session-3' }));
      await expect(isSignedIn(two)).resolves.toBe(true);
    });

    it('accepts a token once, on whichever node', async () => {
      const token = await upstream.logoutToken({ sub: 'alice' });
      const answers = await Promise.all(nodes.flatMap((node) => [send(token, node), send(token, node)]));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    });

    it.each<[string, Readonly<Record<string, unknown>>]>([
      ['with a nonce', { nonce: 'n' }],
      ['without events', { events: undefined }],
      ['with another event', { events: { 'https://example/event': {} } }],
      ['with an event that is no object', { events: { [EVENT]: true } }],
      ['without person and session', { sub: undefined }],
      ['without jti', { jti: undefined }],
      ['without exp', { exp: undefined }],
      ['without iat', { iat: undefined }],
      ['that has expired', { iat: now() - 300, exp: now() - 200 }],
      ['that is old', { iat: now() - 3600 }],
      ['of another issuer', { iss: 'https://evil.example' }],
      ['for another client', { aud: 'another' }],
    ])('refuses a token %s', async (_, claims) => {
      const browser = await signedIn();
      const answer = await send(await upstream.logoutToken({ sub: 'alice', ...claims }));
      expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      await expect(isSignedIn(browser)).resolves.toBe(true);
    });

    it.each(['another key', 'none', 'the secret', 'the public key as a secret'] as const)(
      'refuses a token with the signature %s',
      async (signature) => {
        const token = await upstream.logoutToken({ sub: 'alice' }, { signature });
        await expect(send(token)).resolves.toMatchObject({ status: 400 });
      },
    );

    it('refuses a token of another type, and what is no token', async () => {
      const token = await upstream.logoutToken({ sub: 'alice' }, { typ: 'at+jwt' });
      const headed = (header: object): string => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.AA`;
      const odd = [
        { alg: 'RS256', typ: 5 },
        { alg: 5, kid: {} },
      ].map(headed);
      for (const one of [token, '', 'x', 'a.b.c', 'x'.repeat(10_000), ...odd])
        await expect(send(one)).resolves.toMatchObject({ status: 400 });
      await expect(nodes[0].send('POST', '/sign-in/corp/backchannel-logout')).resolves.toMatchObject({ status: 400 });
      await expect(nodes[0].get('/sign-in/corp/backchannel-logout')).resolves.toMatchObject({ status: 405 });
    });

    it('is not there for an upstream that is not configured', async () => {
      await expect(
        nodes[0].send(
          'POST',
          '/sign-in/other/backchannel-logout',
          { 'Content-Type': 'application/x-www-form-urlencoded' },
          'logout_token=x',
        ),
      ).resolves.toMatchObject({ status: 404 });
    });
  });
});
