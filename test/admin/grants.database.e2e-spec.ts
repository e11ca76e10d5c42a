import { randomUUID } from 'node:crypto';
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

const PATH = '/admin/grants';
const UNKNOWN = '019e0000-0000-7000-8000-000000000000';

describe('grants of users, for administrators', () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp(WITH_SIGN_IN);
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const grantsOf = async (query: string): Promise<readonly unknown[]> =>
    (await pagesOf(administrator, `${PATH}${query}`, 'grants')).items.map((grant) => grant['id']);
  const isAlive = async (id: string): Promise<boolean> =>
    (await administrator.get(`${PATH}/${id}`)).json['state'] === 'active';
  const run = (...words: readonly string[]): ReturnType<typeof clientele> =>
    clientele(server.database, 'grants', ...words);

  it('are listed in pages, by user, by client, by both, and all', async () => {
    const [ada, bob, one, other] = [randomUUID(), randomUUID(), randomUUID(), `https://app.example/${'x'.repeat(300)}`];
    const make = async (sub: string, client_id: string): Promise<string> =>
      (await aGrant(server, { sub, client_id })).grant_id;
    const grants = [await make(ada, one), await make(ada, other), await make(bob, one), await make(ada, one)];
    expect(await grantsOf(`?sub=${ada}&limit=2`)).toEqual([grants[0], grants[1], grants[3]]);
    expect(await grantsOf(`?client_id=${one}&limit=1`)).toEqual([grants[0], grants[2], grants[3]]);
    expect(await grantsOf(`?client_id=${encodeURIComponent(other)}`)).toEqual([grants[1]]);
    expect(await grantsOf(`?sub=${ada}&client_id=${one}`)).toEqual([grants[0], grants[3]]);
    expect(await grantsOf('')).toEqual(expect.arrayContaining(grants));
    expect(await grantsOf('?sub=usr_nobody')).toEqual([]);
  });

  it('are read without any token of theirs', async () => {
    const { grant_id, code } = await aGrant(server, { acr: 'mfa', amr: ['pwd', 'otp'] });
    const { status, json, text } = await administrator.get(`${PATH}/${grant_id}`);
    expect([status, json]).toEqual([
      200,
      {
        id: grant_id,
        state: 'active',
        sub: 'usr_ada',
        client_id: 'b1b1',
        upstream: 'corporate',
        redirect_host: 'app.example',
        resources: ['https://api.example'],
        scope: ['read'],
        auth_time: '2026-01-01T00:00:00.000Z',
        acr: 'mfa',
        amr: ['pwd', 'otp'],
        may_refresh: true,
        created_at: expect.any(String),
        last_used_at: expect.any(String),
        expires_at: expect.any(String),
      },
    ]);
    expect(text).not.toContain(code);
    expectRefusal(await administrator.get(`${PATH}/${UNKNOWN}`), 404, 'not_found');
  });

  it('are revoked once, with an event on behalf of the administrator', async () => {
    const { sub } = await aUser(server);
    const { grant_id } = await aGrant(server, { sub });
    expect(await isAlive(grant_id)).toBe(true);
    const revoke = (): ReturnType<typeof administrator.remove> => administrator.remove(`${PATH}/${grant_id}`);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    expect((await administrator.get(`${PATH}/${grant_id}`)).json).toMatchObject({
      state: 'revoked',
      revoked_at: expect.any(String),
      revoked_because: 'operator',
    });
    expect(await isAlive(grant_id)).toBe(false);
    expect((await eventsAbout(server, grant_id)).at(-1)).toEqual(['grant.revoked', 'administrator']);
    expectRefusal(await administrator.remove(`${PATH}/${UNKNOWN}`), 404, 'not_found');
  });

  it('are not revoked by a token that only reads', async () => {
    const { sub } = await aUser(server);
    const { grant_id } = await aGrant(server, { sub });
    const reader = await administering(server, 'register:admin:read');
    expect((await reader.get(`${PATH}/${grant_id}`)).status).toBe(200);
    expectRefusal(await reader.remove(`${PATH}/${grant_id}`), 403, 'insufficient_scope');
    expect(await isAlive(grant_id)).toBe(true);
  });

  it('are refused for a filter that no identifier has', async () => {
    for (const query of ['?sub=%C3%A4', `?sub=${'x'.repeat(256)}`, `?client_id=${'x'.repeat(2049)}`, '?sub=%00'])
      expectRefusal(await administrator.get(`${PATH}${query}`), 400, 'invalid_request');
  });

  it('are listed, shown and revoked by commands', async () => {
    const sub = `usr_${randomUUID()}`;
    const { grant_id } = await aGrant(server, { sub, client_id: sub });
    for (const filter of [
      ['--user', sub],
      ['--client', sub],
      ['--user', sub, '--client', sub],
    ])
      expect(jsonLines((await run('list', ...filter, '--json')).stdout)).toMatchObject([{ id: grant_id, sub }]);
    expect((await run('list', '--user', sub)).stdout).toMatch(new RegExp(`^id .*\n${grant_id} +active +${sub} `));
    expect(await run('list', '--user', 'usr_nobody')).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse((await run('show', grant_id, '--json')).stdout)).toMatchObject({ state: 'active' });
    expect((await run('revoke', grant_id)).code).toBe(2);
    expect(await run('revoke', grant_id, '--yes')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining(`The grant ${grant_id} is revoked.`),
    });
    expect(await isAlive(grant_id)).toBe(false);
    expect(await run('revoke', grant_id, '--yes')).toMatchObject({
      stderr: expect.stringContaining('was already revoked'),
    });
    expect(await run('show', UNKNOWN)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\nID: there is no grant /),
    });
  });
});
