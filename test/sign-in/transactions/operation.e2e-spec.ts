import { DataSource } from 'typeorm';
import { UserGrant } from '../../../src/user-grants/user-grant.entity';
import { authorizationUrl, pkce, registerApp, RESOURCE, SIGN_IN, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { codeOf, expectPage, headingOf } from '../../support/responses';
import { SECRET_KEYS } from '../../support/secret-keys';
import { type ServerProcess, startProcess } from '../../support/server-process';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase } from '../../support/test-database';
import { signInAt, startUpstream } from '../../support/upstream';

const ISSUER = 'http://localhost:3000';

describe('a server without an upstream', () => {
  it('has none of the addresses of sign-in', async () => {
    const server = await createTestApp();
    for (const method of ['GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'])
      for (const path of ['/authorize', '/sign-in/decision', '/sign-in/upstream', '/sign-in/corp/callback']) {
        const { status, json } = await server.send(method, `${path}?client_id=x`);
        expect([method, path, status]).toEqual([method, path, 404]);
        if (method === 'GET') expect(json['error']).toBe('not_found');
      }
  });
});

describe('the limits of authorizations', () => {
  it.each(['RATE_LIMIT_AUTHORIZE', 'RATE_LIMIT_DECISION', 'RATE_LIMIT_CALLBACK'])(
    '%s counts by address',
    async (name) => {
      const { server } = await startSignIn({ [name]: '1' });
      const app = await registerApp(server);
      const browser = new TestBrowser([server]);
      const page = await browser.open(authorizationUrl(app.client_id));
      const steps: Readonly<Record<string, () => Promise<Shown>>> = {
        RATE_LIMIT_AUTHORIZE: () => browser.open(authorizationUrl(app.client_id)),
        RATE_LIMIT_DECISION: () => browser.submit(page, { decision: 'allow' }),
        RATE_LIMIT_CALLBACK: () => browser.open('/sign-in/corp/callback?state=x'),
      };
      const step = steps[name] as () => Promise<Shown>;
      if (name !== 'RATE_LIMIT_AUTHORIZE') expect((await step()).status).not.toBe(429);
      const limited = await step();
      expectPage(limited, /Too many attempts/, 429);
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
      await server.close();
    },
  );
});

describe('several upstreams', () => {
  it('are chosen from on a page, or by the domain of the hint', async () => {
    const [corp, partner] = [await startUpstream(), await startUpstream({ id: 'partner' })];
    const upstreams = await signInAt(corp, partner.entry({ login_hint_domains: ['partner.example'] }));
    const { server } = await startSignIn(upstreams, undefined, corp);
    const app = await registerApp(server);
    const browser = new TestBrowser([server]);
    const question = await browser.open(authorizationUrl(app.client_id));
    const choice = await browser.submit(question, { decision: 'allow' });
    expect((await browser.submit(question, { decision: 'allow' })).text).toBe(choice.text);
    expect(choice.text).toContain('The provider partner');
    expectPage(await browser.submit(choice, { upstream: 'other' }), /cannot be read/);
    expectPage(await new TestBrowser([server]).submit(choice, { upstream: 'corp' }), /another browser/);
    const left = await browser.submitOnly(choice, { upstream: 'partner' });
    expect((await browser.submitOnly(choice, { upstream: 'partner' })).location?.href).toBe(left.location?.href);
    codeOf((await browser.open(left.location?.href ?? '')).location);
    expectPage(await browser.submit(choice, { upstream: 'corp' }), /already answered/);
    partner.person = { sub: 'bob', claims: { email: 'bob@partner.example', email_verified: true } };
    const stranger = new TestBrowser([server]);
    const page = await stranger.open(authorizationUrl(app.client_id, { login_hint: 'bob@partner.example' }));
    const before = corp.requests.length;
    codeOf((await stranger.submit(page, { decision: 'allow' })).location);
    expect(corp.requests).toHaveLength(before);
    await server.close();
  });
});

describe('a server that is killed', () => {
  it('loses no authorization, issues nothing twice, and writes nothing secret into its log', async () => {
    const database = await preparedDatabase();
    const upstream = await startUpstream();
    const { server } = await startSignIn({}, database, upstream);
    const app = await registerApp(server);
    const variables = { ...SIGN_IN, ...(await signInAt(upstream)), DATABASE_URL: database.url, SECRET_KEYS };
    let process: ServerProcess | undefined;
    let log = '';
    const servers = [{ at: (address: string) => address.replace(ISSUER, process?.url ?? '') }];
    const restart = async (): Promise<void> => {
      process?.signal('SIGKILL');
      log += (await process?.ended)?.stdout ?? '';
      process = await startProcess({ ...variables, ISSUER, LOG_LEVEL: 'trace' });
      await process.hasWritten(/register -H/);
    };
    const browser = new TestBrowser(servers);
    const { verifier, challenge } = pkce();
    const hint = { state: 'a secret state', login_hint: 'alice@corp.example', code_challenge: challenge };

    await restart();
    const page = await browser.open(authorizationUrl(app.client_id, hint));
    await restart();
    const left = await browser.submitOnly(page, { decision: 'allow' });
    const callback = await upstream.signIn(left.location?.href ?? '');
    await restart();
    const code = codeOf((await browser.open(callback)).location, { state: 'a secret state' });
    const cookies = [...(browser.cookies.get('localhost') ?? new Map<string, string>()).values()];

    const second = await browser.open(authorizationUrl(app.client_id, { ...hint, prompt: 'login' }));
    const leftAgain = await browser.submitOnly(second, { decision: 'allow' });
    const callbackAgain = await upstream.signIn(leftAgain.location?.href ?? '');
    const killed = browser.open(callbackAgain).catch(() => undefined);
    await restart();
    const outcomes = [await killed, await browser.open(callbackAgain)];
    const codes = outcomes.filter((shown) => shown?.location?.searchParams.has('code') === true);
    expect(codes.length).toBeLessThanOrEqual(1);
    expect(
      await server.app.get(DataSource).getRepository(UserGrant).countBy({ client_id: app.client_id }),
    ).toBeLessThanOrEqual(2);
    const third = await browser.open(authorizationUrl(app.client_id, { prompt: 'login' }));
    expect(headingOf(third)).toBe(headingOf(page));

    const redeemed = await server.token({
      grant_type: 'authorization_code',
      client_id: app.client_id,
      redirect_uri: 'https://app.example/cb',
      code,
      code_verifier: verifier,
    });
    expect(redeemed.status).toBe(200);
    process?.signal('SIGTERM');
    log += (await process?.ended)?.stdout ?? '';
    const csrf = /name="csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
    const state = new URL(callback).searchParams.get('state') ?? '';
    expect(log).toContain('"path":"/authorize"');
    for (const secret of [code, verifier, challenge, csrf, state, 'secret state', 'alice', RESOURCE, ...cookies])
      expect([secret, secret !== '' && !log.includes(secret)]).toEqual([secret, true]);
    await server.close();
    await database.drop();
  });
});
