import { DataSource } from 'typeorm';
import { BrowserSession } from '../../../src/features/sign-in/sessions/browser-session.entity';
import { User } from '../../../src/users/user.entity';
import { UsersService } from '../../../src/users/users.service';
import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { eventsOfType, loggedEvents } from '../../support/logged-events';
import { type OAuthUpstream, startOAuthUpstream } from '../../support/oauth-upstream';
import { authorize, codeOf } from '../../support/signing-in';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { ALICE, signInAt, startUpstream, type TestUpstream } from '../../support/upstream';
import type { UpstreamFaults } from '../../support/upstream/upstream-faults';

describe('the upstreams of a server', () => {
  let server: TestServer;
  let corp: TestUpstream;
  let partner: TestUpstream;
  let hub: OAuthUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    corp = await startUpstream();
    partner = await startUpstream({ id: 'partner' });
    hub = await startOAuthUpstream('hub');
    const entries = [
      corp.entry({ login_hint_domains: ['corp.example'], login_hint: true, timeout: 1 }),
      partner.entry({ login_hint_domains: ['partner.example'] }),
      hub.entry({ login_hint_domains: ['hub.example'], allow: { email_domains: ['hub.example'] } }),
    ];
    ({ server } = await startSignIn(await signInAt(...entries), undefined, corp));
    app = await registerApp(server);
  });

  afterEach(() => {
    corp.faults = {};
    corp.person = ALICE;
  });

  const at = (domain: string): Readonly<Record<string, string>> => ({ login_hint: `someone@${domain}` });
  const signInCorp = (browser = new TestBrowser([server])): Promise<Shown> =>
    authorize(browser, app, at('corp.example'));
  const people = (): Promise<User[]> => server.app.get(DataSource).getRepository(User).find();
  const sessions = (): Promise<number> => server.app.get(DataSource).getRepository(BrowserSession).count();

  it('are chosen on a page, or by the domain of the login_hint', async () => {
    const browser = new TestBrowser([server]);
    const page = await authorize(browser, app);
    expect(page.text).toContain('The provider corp');
    expect(page.text).toContain('The provider partner');
    expect(codeOf(await browser.submit(page, { upstream: 'partner' }))).toBeDefined();
    expect(codeOf(await signInCorp())).toBeDefined();
    expect(corp.authorization.get('login_hint')).toBe('someone@corp.example');
  });

  it('learn nothing of the request of the client but the hint', async () => {
    await signInCorp();
    expect([...corp.authorization.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'login_hint',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(corp.authorization.get('scope')).toBe('openid profile email');
    expect(corp.authorization.get('redirect_uri')).toBe('http://localhost:3000/sign-in/corp/callback');
  });

  it.each<[string, UpstreamFaults]>([
    ['an ID token with another nonce', { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['an ID token without nonce', { claims: (claims) => ({ ...claims, nonce: undefined }) }],
    ['an ID token of another issuer', { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) }],
    ['an ID token signed by another key', { signature: 'another key' }],
    ['an ID token without signature', { signature: 'none' }],
    ['an ID token signed by the secret', { signature: 'the secret' }],
    ['another at_hash', { claims: (claims) => ({ ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }) }],
    [
      'another iss in the response',
      {
        response: (parameters) => {
          parameters.set('iss', 'https://evil.example');
        },
      },
    ],
    ['an error', { error: { error: 'access_denied', error_description: 'alice@corp.example <script>' } }],
  ])('sign nobody in with %s', async (_, faults) => {
    const before = { people: (await people()).length, sessions: await sessions() };
    corp.person = { sub: 'nobody' };
    corp.faults = faults;
    const shown = await signInCorp();
    expect(codeOf(shown)).toBeUndefined();
    expect(shown.text).not.toContain('<script>alert');
    expect(`${shown.text}${shown.location?.href ?? ''}`).not.toContain('alice@corp.example');
    expect({ people: (await people()).length, sessions: await sessions() }).toEqual(before);
  });

  it('do not sign people in for each other: the response of one is refused at the callback of another', async () => {
    const browser = new TestBrowser([server]);
    const page = await browser.open(authorizationUrl(app.client_id, at('corp.example')));
    const left = await browser.submitOnly(page, { decision: 'allow' });
    const back = new URL(await corp.signIn(left.location?.href ?? ''));
    back.pathname = '/sign-in/partner/callback';
    const before = partner.requests.length;
    const shown = await browser.open(back.href);
    expect(shown.status).toBe(400);
    expect(codeOf(shown)).toBeUndefined();
    expect(partner.requests).toHaveLength(before);
  });

  it.each([
    ['without state', '?code=stolen'],
    ['with an invented state', '?code=stolen&state=invented'],
    ['with a state that is no UTF-8', '?code=stolen&state=%ff%00'],
    ['with nothing', ''],
  ])('that begin a sign-in themselves are refused: a callback %s', async (_, query) => {
    const shown = await new TestBrowser([server]).open(`/sign-in/corp/callback${query}`);
    expect(shown.status).toBe(400);
    expect(shown.location).toBeUndefined();
  });

  it('take a response once: the second time it is refused, and nothing of the first ends', async () => {
    const browser = new TestBrowser([server]);
    const page = await browser.open(authorizationUrl(app.client_id, { login_hint: 'alice@corp.example' }));
    const left = await browser.submitOnly(page, { decision: 'allow' });
    const back = await corp.signIn(left.location?.href ?? '');
    expect(codeOf(await browser.open(back))).toBeDefined();
    await expect(browser.open(back)).resolves.toMatchObject({ status: 400 });
    const again = await authorize(browser, app, at('corp.example'));
    expect(codeOf(again)).toBeDefined();
  });

  it('identify a person by themselves, their issuer and the subject: never by an address', async () => {
    const same = { email: 'same@corp.example', email_verified: true };
    corp.person = { sub: 'first', claims: same };
    await signInCorp();
    corp.person = { sub: 'second', claims: same };
    await signInCorp();
    partner.person = { sub: 'first', claims: same };
    await authorize(new TestBrowser([server]), app, at('partner.example'));
    corp.person = { sub: 'first', claims: { email: 'other@corp.example' } };
    await signInCorp();
    partner.person = ALICE;
    const found = (await people()).filter(({ upstream_subject }) => /^(first|second)$/.test(upstream_subject));
    expect(found.map(({ upstream, upstream_subject }) => [upstream, upstream_subject]).sort()).toEqual([
      ['corp', 'first'],
      ['corp', 'second'],
      ['partner', 'first'],
    ]);
    expect(new Set(found.map(({ sub }) => sub)).size).toBe(3);
    for (const { sub } of found) expect(sub).toMatch(/^usr_[\w-]{24}$/);
  });

  it('leave nothing here but the identity and the claims that are used, sealed', async () => {
    corp.person = { sub: 'grace', claims: { ...ALICE.claims, email: 'grace@corp.example', phone_number: '+49 1' } };
    await signInCorp();
    const user = (await people()).find(({ upstream_subject }) => upstream_subject === 'grace') as User;
    expect(JSON.stringify(user)).not.toContain('grace@corp.example');
    expect(server.app.get(UsersService).claimsOf(user)).toEqual({ email: 'grace@corp.example' });
  });

  it('that do not respond make a page with 503, and an event; the server goes on', async () => {
    corp.faults = { answers: { token: 'nothing' } };
    const shown = await signInCorp();
    expect(shown.status).toBe(503);
    expect(shown.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await eventsOfType(server, 'upstream.failed')).at(-1)?.data).toEqual({
      upstream: 'corp',
      reason: 'unreachable',
    });
    corp.faults = {};
    expect(codeOf(await signInCorp())).toBeDefined();
  });

  it('are not needed for the start of the server', async () => {
    const gone = await startUpstream({ id: 'gone' });
    await gone.close();
    const { server: other } = await startSignIn(await signInAt(gone), undefined, corp);
    const client = await registerApp(other);
    await expect(authorize(new TestBrowser([other]), client)).resolves.toMatchObject({ status: 503 });
    await expect(other.get('/health/ready')).resolves.toMatchObject({ status: 200 });
  });

  it('have a secret that nobody gets', async () => {
    const secret = String(corp.entry()['client_secret']);
    const shown = await signInCorp();
    const texts = [
      shown.text,
      JSON.stringify(await registerApp(server)),
      (await server.get('/.well-known/oauth-authorization-server')).text,
      (await server.get('/openapi.json')).text,
      JSON.stringify(await loggedEvents(server)),
    ];
    for (const text of texts) expect(text).not.toContain(secret);
  });

  describe('without OpenID', () => {
    const signIn = (): Promise<Shown> => authorize(new TestBrowser([server]), app, at('hub.example'));

    it('identify a person by the member of the user endpoint, and keep no token', async () => {
      hub.person = {
        user: { id: 7, login: 'octo', email: 'forged@hub.example' },
        emails: [
          { email: 'old@evil.example', primary: false, verified: true },
          { email: 'octo@hub.example', primary: true, verified: true },
        ],
      };
      expect(codeOf(await signIn())).toBeDefined();
      const user = (await people()).find(({ upstream }) => upstream === 'hub') as User;
      expect(user).toMatchObject({ upstream_subject: '7', subject_claim: 'id' });
      const claims = server.app.get(UsersService).claimsOf(user);
      expect(claims).toEqual({ email: 'octo@hub.example', email_verified: true, login: 'octo' });
      expect(JSON.stringify([user, claims])).not.toContain(hub.tokens[0]);
    });

    it.each([
      ['an address that is not verified', [{ email: 'octo@hub.example', primary: true, verified: false }]],
      [
        'a verified address that is not the primary one',
        [{ email: 'octo@hub.example', primary: false, verified: true }],
      ],
      ['no address', []],
    ])('do not let in by %s', async (_, emails) => {
      hub.person = { user: { id: 8, login: 'other', email: 'octo@hub.example', email_verified: true }, emails };
      expect(codeOf(await signIn())).toBeUndefined();
    });
  });
});
