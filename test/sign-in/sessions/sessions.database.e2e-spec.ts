import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { contextWithoutRequest } from '../../../src/core/request-context';
import { Issuer } from '../../../src/core/issuer';
import { BrowserSession } from '../../../src/features/sign-in/sessions/browser-session.entity';
import { UsersService } from '../../../src/users/users.service';
import { ALL_BUT_DATE } from '../../support/all-but-date';
import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { TestBrowser } from '../../support/browser';
import { eventsOfType } from '../../support/logged-events';
import { authorize, codeOf } from '../../support/signing-in';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { startUpstream, type TestUpstream } from '../../support/upstream';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a session', () => {
  let database: TestDatabase;
  let nodes: readonly [TestServer, TestServer];
  let upstream: TestUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    database = await preparedDatabase();
    const first = await startSignIn({}, database);
    ({ upstream } = first);
    nodes = [first.server, (await startSignIn({}, database, upstream)).server];
    app = await registerApp(nodes[0]);
  });

  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
  });

  const signedIn = async (): Promise<TestBrowser> => {
    const browser = new TestBrowser(nodes);
    expect(codeOf(await authorize(browser, app))).toBeDefined();
    return browser;
  };
  const upstreamVisits = (): number => upstream.requests.filter(({ path }) => path === '/auth').length;
  /** Whether the next authorization of a browser goes to the upstream. */
  const goesUpstream = async (browser: TestBrowser): Promise<boolean> => {
    const before = upstreamVisits();
    expect(codeOf(await authorize(browser, app))).toBeDefined();
    return upstreamVisits() > before;
  };
  const later = async (ms: number, work: () => Promise<void>): Promise<void> => {
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + ms });
    try {
      await work();
    } finally {
      jest.useRealTimers();
    }
  };
  const sessionCookie = (browser: TestBrowser): string => browser.cookies.get('localhost')?.get('session') ?? '';
  const plant = (browser: TestBrowser, value: string): void => {
    browser.cookies.set('localhost', new Map([['session', value]]));
  };

  it('saves the way to the upstream, on every node, and still asks for each authorization', async () => {
    const browser = await signedIn();
    await expect(goesUpstream(browser)).resolves.toBe(false);
    await expect(goesUpstream(browser)).resolves.toBe(false);
    await expect(goesUpstream(new TestBrowser(nodes))).resolves.toBe(true);
  });

  it('is a random cookie, of which the database has a keyed hash', async () => {
    const value = sessionCookie(await signedIn());
    expect(value).toMatch(/^[\w-]{43}$/);
    const stored = await nodes[0].app.get(DataSource).getRepository(BrowserSession).find();
    expect(JSON.stringify(stored)).not.toContain(value);
    expect(stored.map(({ hash }) => hash)).toContainEqual(expect.stringMatching(/^1\.[\w-]{43}$/));
  });

  it('has a new identifier after each sign-in: what somebody planted before is worth nothing', async () => {
    const attacker = await signedIn();
    const planted = sessionCookie(attacker);
    const victim = new TestBrowser(nodes);
    plant(victim, planted);
    upstream.person = { sub: 'victim' };
    expect(codeOf(await authorize(victim, app, { prompt: 'login' }))).toBeDefined();
    upstream.person = { sub: 'alice' };
    expect(sessionCookie(victim)).not.toBe(planted);
    plant(attacker, planted);
    await expect(goesUpstream(attacker)).resolves.toBe(true);
  });

  it('is not begun by an invented cookie', async () => {
    const browser = new TestBrowser(nodes);
    for (const value of ['a'.repeat(43), 'a', '1.x', 'a'.repeat(3000)]) {
      plant(browser, value);
      await expect(goesUpstream(browser)).resolves.toBe(true);
    }
  });

  it('ends an hour after its last use, and eight hours after its begin whatever its use', async () => {
    const browser = await signedIn();
    const idle = await signedIn();
    for (const minutes of [50, 100, 150])
      await later(minutes * MINUTE_MS, async () => {
        await expect(goesUpstream(browser)).resolves.toBe(false);
      });
    await later(61 * MINUTE_MS, async () => {
      await expect(goesUpstream(idle)).resolves.toBe(true);
    });
    const used = await signedIn();
    for (let minutes = 50; minutes < 480; minutes += 50)
      await later(minutes * MINUTE_MS, async () => {
        await expect(goesUpstream(used)).resolves.toBe(false);
      });
    await later(8 * HOUR_MS + MINUTE_MS, async () => {
      await expect(goesUpstream(used)).resolves.toBe(true);
    });
  });

  it('ends on all nodes when the person is disabled, and the person is not let in again', async () => {
    upstream.person = { sub: 'bob' };
    const browser = await signedIn();
    const users = nodes[0].app.get(UsersService);
    const [{ sub } = { sub: '' }] = (await users.after('', 100)).filter((user) => user.upstream_subject === 'bob');
    const context = contextWithoutRequest(nodes[0].app.get(Issuer), { type: 'command', command: 'users disable' });
    await expect(users.disable(context, sub, 'left the company')).resolves.toBe(true);
    await expect(users.disable(context, sub)).resolves.toBe(false);
    for (const node of nodes) {
      const one = new TestBrowser([node]);
      one.cookies.set('localhost', new Map(browser.cookies.get('localhost')));
      const shown = await authorize(one, app);
      expect(codeOf(shown)).toBeUndefined();
      expect(shown.text).not.toContain('bob');
    }
    await expect(users.enable(context, sub)).resolves.toBe(true);
    await expect(goesUpstream(browser)).resolves.toBe(true);
    const [disabled] = await eventsOfType(nodes[0], 'user.disabled');
    expect(disabled).toMatchObject({ data: { sub, reason: 'left the company' } });
    upstream.person = { sub: 'alice' };
  });

  it('begins with an event that has no data of the person', async () => {
    upstream.person = { sub: 'carol', claims: { email: 'carol@corp.example' } };
    await signedIn();
    upstream.person = { sub: 'alice' };
    const event = (await eventsOfType(nodes[0], 'sign_in.succeeded')).at(-1);
    expect(event?.data).toEqual({ sub: expect.stringMatching(/^usr_[\w-]{24}$/), upstream: 'corp' });
    expect(JSON.stringify(event)).not.toContain('carol');
  });

  it('does not exist with SIGN_IN_SESSION=0', async () => {
    const { server } = await startSignIn({ SIGN_IN_SESSION: '0' }, undefined, upstream);
    const browser = new TestBrowser([server]);
    const client = await registerApp(server);
    for (const before of [0, 1].map((done) => done + upstreamVisits())) {
      expect(codeOf(await authorize(browser, client))).toBeDefined();
      expect(upstreamVisits()).toBe(before + 1);
    }
    expect(sessionCookie(browser)).toBe('');
    expect(await server.app.get(DataSource).getRepository(BrowserSession).count()).toBe(0);
  });

  it('gives no access to any interface', async () => {
    const browser = await signedIn();
    const cookie = `session=${sessionCookie(browser)}`;
    await expect(nodes[0].get('/admin/clients', { cookie })).resolves.toMatchObject({ status: 401 });
    await expect(
      nodes[0].send('POST', '/register', { cookie, 'Content-Type': 'application/json' }, '{}'),
    ).resolves.toMatchObject({ status: 401 });
  });

  it('under an https issuer, has cookies of this host alone, which no script and no other site can use', async () => {
    const issuer = 'https://clients.example';
    const variables = {
      ISSUER: issuer,
      TRUST_PROXY: '127.0.0.1',
      REGISTRAR_CLIENT_SECRET: randomBytes(32).toString('hex'),
    };
    const callback = `${issuer}/sign-in/corp/callback`;
    const provider = await startUpstream({ client: { redirect_uris: [callback] } });
    const { server: direct } = await startSignIn(variables, undefined, provider);
    // What the proxy adds, and what others might.
    const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' };
    const server = direct.via((address, { headers, ...request }) =>
      fetch(address, { ...request, headers: { ...headers, ...forwarded }, redirect: 'manual' }),
    );
    const { client_id } = await registerApp(server);
    const page = await server.get(authorizationUrl(client_id));
    const [cookie, ...more] = page.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^__Host-si-[^=]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect(page.text).not.toContain('evil.example');
    const form = new URLSearchParams({ decision: 'allow', scope: 'read' });
    for (const name of ['transaction', 'csrf'])
      form.append(name, new RegExp(`name="${name}" value="([^"]+)"`).exec(page.text)?.[1] ?? '');
    const headers = { Cookie: cookie?.split(';')[0] ?? '', 'Content-Type': 'application/x-www-form-urlencoded' };
    const left = await server.send('POST', '/sign-in/decision', headers, form.toString());
    const location = new URL(left.headers.get('location') ?? 'none:');
    expect(location.searchParams.get('redirect_uri')).toBe(callback);
    const back = new URL(await provider.signIn(location.href));
    const done = await server.get(`${back.pathname}${back.search}`, { Cookie: headers.Cookie });
    expect(new URL(done.headers.get('location') ?? 'none:').searchParams.get('iss')).toBe(issuer);
    const [session, transaction] = done.headers.getSetCookie().sort((one) => (one.includes('session') ? -1 : 1));
    expect(session).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect(transaction).toMatch(/^__Host-si-[^=]+=; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=0$/);
  });
});
