import { DataSource } from 'typeorm';
import { Consent } from '../../src/features/sign-in/consents/consent.entity';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import { UsersService } from '../../src/users/users.service';
import { aGrant } from '../support/a-grant';
import { aUser } from '../support/a-user';
import { type Administrator, administering } from '../support/administering';
import { clientele } from '../support/clientele';
import { eventsAbout } from '../support/events-about';
import { jsonLines } from '../support/json-lines';
import { pagesOf } from '../support/pages';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const PATH = '/admin/users';
const UNKNOWN = `${PATH}/usr_nobody`;

describe('the people who sign in, for administrators', () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp(WITH_SIGN_IN);
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const usersOf = async (query: string): Promise<readonly unknown[]> =>
    (await pagesOf(administrator, `${PATH}${query}`, 'users')).items.map((user) => user['sub']);
  const isAlive = (id: string): Promise<boolean> => server.app.get(UserGrantsService, { strict: false }).isAlive(id);
  const find = (sub: string): Promise<unknown> => server.app.get(UsersService, { strict: false }).find(sub);
  const run = (...words: readonly string[]): ReturnType<typeof clientele> =>
    clientele({ ...server.database, variables: WITH_SIGN_IN }, 'users', ...words);
  const consents = () => server.app.get(DataSource).getRepository(Consent);
  const remember = (sub: string): Promise<unknown> => {
    const consent = {
      sub,
      client_id: 'b1b1',
      resource: 'https://mcp.example/mcp',
      redirect_host: 'app.example',
      scopes: ['tools:read'],
      fingerprint: 'f',
      created_at: new Date(),
      last_used_at: new Date(),
    };
    return server.app.get(TransactionsService).run((manager) => manager.insert(Consent, consent));
  };

  it('are listed in pages, by their identity provider, and by the subject there', async () => {
    const made = [await aUser(server), await aUser(server), await aUser(server)];
    const subs = made.map(({ sub }) => sub).sort();
    expect(await usersOf('?limit=1')).toEqual(expect.arrayContaining(subs));
    expect(await usersOf('?upstream=corp&limit=2')).toEqual(expect.arrayContaining(subs));
    expect(await usersOf('?upstream=other')).toEqual([]);
    const [first] = made;
    expect(await usersOf(`?upstream=corp&upstream_subject=${first?.upstream_subject ?? ''}`)).toEqual([first?.sub]);
    expectRefusal(await administrator.get(`${PATH}?upstream_subject=x`), 400, 'invalid_request');
  });

  it('are read without their claims', async () => {
    const { sub, upstream_subject } = await aUser(server);
    expect((await administrator.get(`${PATH}/${sub}`)).json).toEqual({
      sub,
      state: 'active',
      account: expect.any(String),
      upstream: 'corp',
      issuer: 'https://login.example',
      upstream_subject,
      created_at: expect.any(String),
      signed_in_at: expect.any(String),
    });
    expectRefusal(await administrator.get(UNKNOWN), 404, 'not_found');
  });

  it('are disabled, which ends what they authorized, and enabled again', async () => {
    const { sub } = await aUser(server);
    const { grant_id } = await aGrant(server, { sub });
    const at = `${PATH}/${sub}`;
    expect(await isAlive(grant_id)).toBe(true);
    const disabled = await administrator.post(`${at}/disable`, { reason: 'Has left the company.' });
    expect(disabled.json).toMatchObject({ sub, state: 'disabled', disabled_at: expect.any(String) });
    expect(await isAlive(grant_id)).toBe(false);
    expectRefusal(await administrator.post(`${at}/disable`), 409, 'invalid_request');
    expect((await administrator.post(`${at}/enable`)).json).toMatchObject({ state: 'active' });
    expect(await isAlive(grant_id)).toBe(false);
    expectRefusal(await administrator.post(`${at}/enable`), 409, 'invalid_request');
    for (const reason of ['x'.repeat(501), 'a NUL \0', ' '])
      expectRefusal(await administrator.post(`${at}/disable`, { reason }), 400, 'invalid_request');
    expectRefusal(await administrator.remove('/admin/users/%00'), 404, 'not_found');
    expectRefusal(await administrator.post(`${UNKNOWN}/disable`), 404, 'not_found');
    const types = (await eventsAbout(server, sub)).map(([type]) => type);
    expect(types).toEqual(expect.arrayContaining(['user.disabled', 'user.enabled']));
  });

  it('are exported with all that is kept of them, which the log notes', async () => {
    const { sub } = await aUser(server);
    const { grant_id, code } = await aGrant(server, { sub });
    await remember(sub);
    const { status, json, text } = await administrator.get(`${PATH}/${sub}/export`);
    expect([status, json]).toMatchObject([
      200,
      {
        sub,
        claims: expect.any(Object),
        grants: [{ id: grant_id, scope: ['read'] }],
        consents: [{ client_id: 'b1b1', scopes: ['tools:read'], redirect_host: 'app.example' }],
        sessions: [],
      },
    ]);
    expect(text).not.toContain(code);
    expect((await eventsAbout(server, sub)).at(-1)).toEqual(['user.exported', 'administrator']);
    expectRefusal(await administrator.get(`${UNKNOWN}/export`), 404, 'not_found');
    const reader = await administering(server, 'register:admin:read');
    expect((await reader.get(`${PATH}/${sub}/export`)).status).toBe(200);
  });

  it('are erased with all that is kept of them', async () => {
    const user = await aUser(server);
    const { sub } = user;
    const { grant_id } = await aGrant(server, { sub });
    await remember(sub);
    expect((await administrator.remove(`${PATH}/${sub}`)).status).toBe(204);
    expect([await find(sub), await isAlive(grant_id)]).toEqual([undefined, false]);
    expect(await consents().countBy({ sub })).toBe(0);
    expectRefusal(await administrator.get(`/admin/grants/${grant_id}`), 404, 'not_found');
    expectRefusal(await administrator.remove(`${PATH}/${sub}`), 404, 'not_found');
    const { upstream_subject: subject, issuer } = user;
    expect((await aUser(server, { subject, issuer })).sub).not.toBe(sub);
  });

  it('are listed, shown, exported, disabled, enabled and erased by commands', async () => {
    const { sub, upstream_subject } = await aUser(server);
    const { grant_id } = await aGrant(server, { sub });
    await remember(sub);
    const listed = await run('list', '--upstream', 'corp', '--upstream-subject', upstream_subject, '--json');
    expect(jsonLines(listed.stdout)).toMatchObject([{ sub, state: 'active' }]);
    expect((await run('show', sub)).stdout).toMatch(new RegExp(`^sub +${sub}$`, 'm'));
    expect(JSON.parse((await run('export', sub)).stdout)).toMatchObject({
      sub,
      grants: [{ id: grant_id }],
      consents: [{ client_id: 'b1b1' }],
    });
    expect(await run('disable', sub, '--reason', 'Has left.')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`The user ${sub} is disabled.`),
    });
    expect(await isAlive(grant_id)).toBe(false);
    expect((await run('disable', sub)).code).toBe(5);
    expect((await run('enable', sub, '--json')).stdout).toContain('"state":"active"');
    expect((await run('erase', sub)).code).toBe(2);
    expect((await run('erase', sub, '--yes')).code).toBe(0);
    expect([await find(sub), await consents().countBy({ sub })]).toEqual([undefined, 0]);
    expect(await run('show', sub)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\nSUB: there is no user /),
    });
  });
});
