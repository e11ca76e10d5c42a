import { UserGrantsService } from '../../../src/user-grants/user-grants.service';
import { aGrant } from '../../support/a-grant';
import { aUser } from '../../support/a-user';
import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';
import { signInAt, startUpstream, type TestUpstream } from '../../support/upstream';

const PATH = '/sign-in/applications';

describe('the page of connected applications', () => {
  let server: TestServer;
  let upstream: TestUpstream;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn());
  });

  const grantsIn = ({ text }: Shown): readonly string[] =>
    [...text.matchAll(/name="grant"\s+value="([^"]+)"/g)].map(([, id = '']) => id);
  const isAlive = (id: string): Promise<boolean> => server.app.get(UserGrantsService, { strict: false }).isAlive(id);
  /** A browser in which somebody else signed in and allowed an application. */
  const connected = async (sub: string, client_name = 'An app'): Promise<TestBrowser> => {
    upstream.person = { sub, claims: { email: `${sub}@corp.example`, email_verified: true } };
    const { client_id } = await registerApp(server, { client_name });
    const browser = new TestBrowser([server]);
    const page = await browser.open(authorizationUrl(client_id));
    expect((await browser.submit(page, { decision: 'allow' })).status).toBe(303);
    return browser;
  };

  it('sends a user without a session to the upstream first, and shows the page then', async () => {
    await connected('first');
    const browser = new TestBrowser([server]);
    const page = await browser.open(PATH);
    expect(page.visited.some((address) => address.startsWith(upstream.issuer))).toBe(true);
    expect([page.status, new URL(page.address).pathname]).toEqual([200, PATH]);
    expect(page.text).toContain('first@corp.example');
    expect(grantsIn(page)).toHaveLength(1);
    expect(browser.cookieNames.filter((name) => name.includes('si-'))).toEqual([]);
    expect((await browser.open(PATH)).visited).toHaveLength(1);
  });

  it('shows for each grant the host, the name as claimed, the resource, the scopes and the times', async () => {
    const browser = await connected('ada', '<b>Notes</b>');
    const { text, headers } = await browser.open(PATH);
    for (const part of ['app.example', 'It calls itself “<bdi>&lt;b&gt;Notes&lt;/b&gt;</bdi>”', 'https://mcp.example'])
      expect(text).toContain(part);
    for (const part of [/>\s*Notes\s*</, />read</, />write</, /Since/, /Last used/]) expect(text).toMatch(part);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('revokes one grant, once, and keeps the others', async () => {
    const browser = await connected('bob');
    const page = await browser.open(PATH);
    const [own = ''] = grantsIn(page);
    const { grant_id: other } = await aGrant(server, { sub: (await aUser(server)).sub });
    const revoked = await browser.submit(page, { grant: own });
    expect([revoked.status, grantsIn(revoked)]).toEqual([200, []]);
    expect(revoked.text).toContain('The access was revoked.');
    expect([await isAlive(own), await isAlive(other)]).toEqual([false, true]);
    expect((await browser.submit(page, { grant: own })).text).toContain('This access had already ended.');
  });

  it('revokes no grant of another user', async () => {
    const browser = await connected('mallory');
    const { grant_id } = await aGrant(server, { sub: (await aUser(server)).sub });
    const answer = await browser.submit(await browser.open(PATH), { grant: grant_id });
    expect(answer.text).toContain('This access had already ended.');
    expect(await isAlive(grant_id)).toBe(true);
  });

  it('does nothing for a form of another session, without its token, from another site, or by an address', async () => {
    const browser = await connected('carol');
    const page = await browser.open(PATH);
    const [own = ''] = grantsIn(page);
    const foreign = await (await connected('dave')).open(PATH);
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(foreign.text) ?? [];
    const refusals = [
      await browser.submit(page, { grant: own, csrf }),
      await browser.submit(page, { grant: own, csrf: '' }),
      await browser.submit(page, { grant: own, csrf: '1.nonsense' }),
      await browser.submit(page, { grant: own }, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }),
      await browser.submit(page, { grant: own }, { Origin: 'null', 'Sec-Fetch-Site': 'same-site' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    await browser.open(`${PATH}?grant=${own}&csrf=${csrf}`);
    expect(await isAlive(own)).toBe(true);
  });

  it('lets the user choose where to sign in if there are several upstreams', async () => {
    const other = await startUpstream({ id: 'partner' });
    const { server: open } = await startSignIn(await signInAt(upstream, other), undefined, upstream);
    const browser = new TestBrowser([open]);
    const choice = await browser.open(PATH);
    expect(choice.text).toContain('Where do you sign in?');
    const page = await browser.submit(choice, { upstream: 'partner' });
    expect([page.status, new URL(page.address).pathname]).toEqual([200, PATH]);
    expect(other.requests).not.toEqual([]);
    expect((await browser.submit(choice, { upstream: 'partner' })).status).toBe(400);
  });

  it('shows a page, and starts no session, for a user who is not let in or whom the upstream refuses', async () => {
    upstream.person = { sub: 'refused', claims: {} };
    const denied = upstream.entry({ allow: { subjects: ['somebody else'] } });
    const { server: closed } = await startSignIn(await signInAt(denied), undefined, upstream);
    const browser = new TestBrowser([closed]);
    const page = await browser.open(PATH);
    expect(page.status).toBe(403);
    expect(page.text).toContain('Your account may not use this');
    expect(browser.cookieNames).not.toContain('session');
  });

  it('is not there without sign-in, and without sessions', async () => {
    const without = await createTestApp();
    expect(await without.get(PATH)).toMatchObject({ status: 404, json: { error: 'not_found' } });
    await without.close();
    const { server: sessionless } = await startSignIn({ SIGN_IN_SESSION: '0' }, undefined, upstream);
    expect(await sessionless.get(PATH)).toMatchObject({ status: 404, json: { error: 'not_found' } });
  });
});
