import { DataSource } from 'typeorm';
import { contextWithoutRequest, type RequestContext } from '../../src/core/request-context';
import { Issuer } from '../../src/core/issuer';
import { BrowserSession } from '../../src/features/sign-in/sessions/browser-session.entity';
import { ClaimsResealingTask } from '../../src/users/claims-resealing.task';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import { registerApp, SIGN_IN, startSignIn } from '../support/authorizing';
import { TestBrowser } from '../support/browser';
import { eventsOfType } from '../support/logged-events';
import { authorize, codeOf } from '../support/signing-in';
import { emptyDatabase, preparedDatabase, type TestDatabase } from '../support/test-database';
import { createTestApp, type Variables } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';
import { ALICE, signInAt, startUpstream, type TestUpstream, type UpstreamEntry } from '../support/upstream';

const key = (version: number): string => `${version}:${Buffer.alloc(32, version).toString('base64')}`;

describe('people', () => {
  let database: TestDatabase;
  let upstream: TestUpstream;
  const nodes: TestServer[] = [];

  beforeAll(async () => {
    database = await preparedDatabase();
    upstream = await startUpstream();
    nodes.push(await node({ allow: { everyone: true } }), await node({ allow: { everyone: true } }));
  });

  afterAll(async () => {
    for (const server of nodes) await server.close();
    await database.drop();
  });

  afterEach(() => {
    upstream.person = ALICE;
  });

  /** A further node, whose operator has other rules. */
  const node = async (members: UpstreamEntry, variables: Variables = {}): Promise<TestServer> =>
    (await startSignIn({ ...(await signInAt(upstream.entry(members))), ...variables }, database, upstream)).server;
  const first = (): TestServer => nodes[0] as TestServer;
  const contextOf = (server: TestServer): RequestContext =>
    contextWithoutRequest(server.app.get(Issuer), { type: 'command', command: 'users' });
  const people = (subject: string, server = first()): Promise<User[]> =>
    server.app.get(DataSource).getRepository(User).findBy({ upstream_subject: subject });
  const signIn = async (
    server: TestServer,
    client: RegisteredClient,
    parameters: Readonly<Record<string, string>> = {},
    browser = new TestBrowser([server]),
  ): Promise<string | undefined> => codeOf(await authorize(browser, client, parameters));

  it('who sign in for the first time on two nodes at once are one', async () => {
    const app = await registerApp(first());
    upstream.person = { sub: 'twice' };
    const codes = await Promise.all([...nodes, ...nodes].map((server) => signIn(server, app)));
    expect(codes.filter((code) => code !== undefined)).toHaveLength(4);
    await expect(people('twice')).resolves.toHaveLength(1);
  });

  it('are exported and erased with all that is kept of them; nobody gets their sub again', async () => {
    upstream.person = { sub: 'leo', claims: { email: 'leo@corp.example' } };
    const app = await registerApp(first());
    await signIn(first(), app);
    const [{ sub } = { sub: '' }] = await people('leo');
    const users = first().app.get(UsersService);
    await expect(users.export(sub)).resolves.toMatchObject({
      sub,
      upstream: 'corp',
      upstream_subject: 'leo',
      claims: { email: 'leo@corp.example' },
      sessions: [{ upstream: 'corp' }],
    });
    await expect(users.erase(contextOf(first()), sub)).resolves.toBe(true);
    await expect(users.erase(contextOf(first()), sub)).resolves.toBe(false);
    await expect(users.export(sub)).resolves.toBeUndefined();
    expect(await first().app.get(DataSource).getRepository(BrowserSession).countBy({ sub })).toBe(0);
    expect((await eventsOfType(first(), 'user.erased')).at(-1)?.data).toEqual({ sub });
    await signIn(first(), app);
    const [again] = await people('leo');
    expect(again?.sub).not.toBe(sub);
  });

  it('keep their claims when the key of SECRET_KEYS changes, which may be removed once they are sealed again', async () => {
    const own = await emptyDatabase();
    const start = async (variables: Variables): Promise<TestServer> =>
      createTestApp({ ...SIGN_IN, ...(await signInAt(upstream)), ...variables }, own);
    upstream.person = { sub: 'mia', claims: { email: 'mia@corp.example' } };
    const before = await start({ SECRET_KEYS: key(1) });
    const client = await registerApp(before, { token_endpoint_auth_method: 'none' });
    await signIn(before, client);
    const [{ sub } = { sub: '' }] = await people('mia', before);
    await before.close();
    await expect(start({ SECRET_KEYS: key(2), DROPPED_SECRET_KEYS: '' })).rejects.toThrow(/key 1 is missing/);
    const rotated = await start({ SECRET_KEYS: `${key(2)} ${key(1)}` });
    const user = await rotated.app.get(UsersService).find(sub);
    expect(rotated.app.get(UsersService).claimsOf(user as User)).toEqual({ email: 'mia@corp.example' });
    await rotated.app.get(ClaimsResealingTask).running;
    await rotated.close();
    const after = await start({ SECRET_KEYS: key(2), DROPPED_SECRET_KEYS: '1' });
    const resealed = await after.app.get(UsersService).find(sub);
    expect(resealed?.key_version).toBe(2);
    expect(after.app.get(UsersService).claimsOf(resealed as User)).toEqual({ email: 'mia@corp.example' });
    await after.close();
    await own.drop();
  });

  it('cannot be identified by another claim later: the server does not start', async () => {
    await signIn(first(), await registerApp(first()));
    await expect(node({ subject_claim: 'oid' })).rejects.toThrow(
      'the subject_claim of corp must stay sub, which people signed in by; write subject_claim: sub',
    );
  });
});
