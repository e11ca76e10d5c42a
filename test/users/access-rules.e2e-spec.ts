import { DataSource } from 'typeorm';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { registerApp, RESOURCE, SIGN_IN, startSignIn } from '../support/authorizing';
import { TestBrowser } from '../support/browser';
import { eventsOfType } from '../support/logged-events';
import { authorize, codeOf } from '../support/signing-in';
import type { Variables } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';
import { ALICE, signInAt, startUpstream, type TestUpstream, type UpstreamEntry } from '../support/upstream';

const OTHER = 'https://other.example/mcp';

describe('people who are not let in', () => {
  let database: TestDatabase;
  let upstream: TestUpstream;
  let lenient: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    upstream = await startUpstream();
    lenient = await node({ allow: { everyone: true } });
  });

  afterAll(async () => {
    await lenient.close();
    await database.drop();
  });

  afterEach(() => {
    upstream.person = ALICE;
  });

  /** A further node, whose operator has other rules. */
  const node = async (members: UpstreamEntry, variables: Variables = {}): Promise<TestServer> =>
    (await startSignIn({ ...(await signInAt(upstream.entry(members))), ...variables }, database, upstream)).server;
  const people = (subject: string): Promise<User[]> =>
    lenient.app.get(DataSource).getRepository(User).findBy({ upstream_subject: subject });
  const signIn = async (
    server: TestServer,
    client: RegisteredClient,
    parameters: Readonly<Record<string, string>> = {},
    browser = new TestBrowser([server]),
  ): Promise<string | undefined> => codeOf(await authorize(browser, client, parameters));

  const SECRET_CLAIMS = { email: 'heidi@corp.example', email_verified: true, groups: ['staff'] };

  it.each<[string, UpstreamEntry, string]>([
    ['the address', { allow: { emails: ['ivan@corp.example'] } }, 'allow.emails'],
    ['the domain', { allow: { email_domains: ['partner.example'] } }, 'allow.email_domains'],
    ['the organisation', { allow: { hosted_domains: ['corp.example'] } }, 'allow.hosted_domains'],
    ['the group', { allow: { claims: { groups: ['admins'] } } }, 'allow.claims.groups'],
    ['one of two rules', { allow: { subjects: ['heidi'], claims: { groups: ['admins'] } } }, 'allow.claims.groups'],
    ['the list of the refused', { allow: { everyone: true }, deny: { subjects: ['heidi'] } }, 'deny.subjects'],
  ])('are refused by %s, with a session too, and the log names the rule alone', async (_, members, rule) => {
    upstream.person = { sub: 'heidi', claims: SECRET_CLAIMS };
    const app = await registerApp(lenient);
    const browser = new TestBrowser([lenient]);
    await expect(signIn(lenient, app, {}, browser)).resolves.toBeDefined();
    const strict = await node(members);
    const withSession = new TestBrowser([strict]);
    withSession.cookies.set('localhost', new Map(browser.cookies.get('localhost')));
    await expect(signIn(strict, app, {}, withSession)).resolves.toBeUndefined();
    await expect(signIn(strict, app)).resolves.toBeUndefined();
    const refusals = await eventsOfType(strict, 'sign_in.refused');
    expect(refusals.at(-1)?.data).toEqual({ sub: expect.stringMatching(/^usr_/), upstream: 'corp', rule });
    expect(JSON.stringify(refusals)).not.toContain('heidi');
    await strict.close();
  });

  it('are refused by the rules of one resource, and let in to the others', async () => {
    upstream.person = { sub: 'judy', claims: { groups: ['staff'] } };
    const resources = JSON.parse(SIGN_IN['RESOURCES'] ?? '') as Record<string, object>;
    const RESOURCES = JSON.stringify({
      ...resources,
      [RESOURCE]: { ...resources[RESOURCE], allow: { claims: { groups: ['admins'] } } },
    });
    const strict = await node({ allow: { everyone: true } }, { RESOURCES });
    const app = await registerApp(strict, { scope: 'read' });
    await expect(signIn(strict, app, { scope: 'read' })).resolves.toBeUndefined();
    await expect(signIn(strict, app, { scope: 'read', resource: OTHER })).resolves.toBeDefined();
    upstream.person = { sub: 'judy', claims: { groups: ['admins'] } };
    await expect(signIn(strict, app, { scope: 'read' })).resolves.toBeDefined();
    await strict.close();
  });

  it('leave nothing here if they were never let in, and the log names nobody', async () => {
    upstream.person = { sub: 'stranger', claims: SECRET_CLAIMS };
    const strict = await node({ allow: { claims: { groups: ['admins'] } } });
    const app = await registerApp(strict);
    await expect(signIn(strict, app)).resolves.toBeUndefined();
    await new TestBrowser([strict]).open('/sign-in/applications');
    await expect(people('stranger')).resolves.toEqual([]);
    const refusals = (await eventsOfType(strict, 'sign_in.refused')).slice(-2);
    for (const { data } of refusals) expect(data).toEqual({ upstream: 'corp', rule: 'allow.claims.groups' });
    await strict.close();
  });

  it('lose what they were allowed once the provider says that they left the group', async () => {
    upstream.person = { sub: 'leaver', claims: { ...SECRET_CLAIMS, groups: ['admins'] } };
    const strict = await node({ allow: { claims: { groups: ['admins'] } } });
    const app = await registerApp(strict);
    await expect(signIn(strict, app)).resolves.toBeDefined();
    const [{ sub } = { sub: '' }] = await people('leaver');
    upstream.person = { sub: 'leaver', claims: SECRET_CLAIMS };
    await expect(signIn(strict, app)).resolves.toBeUndefined();
    const [refusal] = (await eventsOfType(strict, 'sign_in.refused')).slice(-1);
    expect(refusal?.data).toEqual({ sub, upstream: 'corp', rule: 'allow.claims.groups' });
    const user = await strict.app.get(UsersService, { strict: false }).find(sub);
    expect(strict.app.get(UsersService, { strict: false }).claimsOf(user as User)).toMatchObject({
      groups: ['staff'],
    });
    await strict.close();
  });

  it('are refused if the provider names a link instead of their groups', async () => {
    upstream.person = { sub: 'ken', claims: { _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } } };
    const strict = await node({ allow: { claims: { groups: ['staff'] } } });
    await expect(signIn(strict, await registerApp(strict))).resolves.toBeUndefined();
    await strict.close();
  });
});
