import { randomUUID } from 'node:crypto';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { eventsAbout } from '../support/events-about';
import { pagesOf } from '../support/pages';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const PATH = '/admin/initial-access-tokens';
const UNKNOWN = `${PATH}/019e0000-0000-7000-8000-000000000000`;

describe(PATH, () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const make = async (body: unknown = {}, headers = {}): Promise<Answer['json']> => {
    const answer = await administrator.post(PATH, body, headers);
    expect(answer.status).toBe(201);
    return answer.json;
  };
  const register = (token: unknown): Promise<Answer> =>
    server.postRegister(aClient(), { Authorization: `Bearer ${String(token)}` });
  const tokens = async (query = ''): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await pagesOf(administrator, `${PATH}${query}`, 'initial_access_tokens')).items;

  it('makes a token with the defaults of the command, which is shown once and registers a client', async () => {
    const made = await make();
    expect(made).toMatchObject({
      token: expect.stringMatching(/^clt_iat_/) as string,
      state: 'active',
      label: '',
      policy: 'none',
      clients: 0,
      uses: 1,
      uses_left: 1,
      created_by: { type: 'access_token', client_id: 'administrator' },
    });
    const lifetime = Date.parse(String(made['expires_at'])) - Date.parse(String(made['created_at']));
    expect(lifetime).toBe(604_800_000);
    expect((await register(made['token'])).status).toBe(201);
    const { json, text } = await administrator.get(`${PATH}/${String(made['id'])}`);
    expect(json).toMatchObject({ id: made['id'], state: 'used up', uses_left: 0, clients: 1 });
    expect(text).not.toMatch(/"token"|hash|secret/);
  });

  it('makes a token with what the administrator decides', async () => {
    const body = { label: 'A partner', uses: 'unlimited', expires_in: 'never', max_clients: 1 };
    const { id, token } = await make(body);
    expect((await register(token)).status).toBe(201);
    expectRefusal(await register(token), 403, 'access_denied');
    const [listed] = (await tokens()).filter((one) => one['id'] === id);
    expect(listed).toMatchObject({
      label: 'A partner',
      uses: 'unlimited',
      uses_left: 'unlimited',
      expires_at: 'never',
      max_clients: 1,
      clients: 1,
    });
  });

  it('makes one token for equal requests with the same Idempotency-Key, also at once', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const before = (await tokens()).length;
    const made = await Promise.all([make({ uses: 3 }, headers), make({ uses: 3 }, headers)]);
    expect(await make({ uses: 3 }, headers)).toEqual(made[0]);
    expect(made[1]).toEqual(made[0]);
    expect((await tokens()).length).toBe(before + 1);
    expectRefusal(await administrator.post(PATH, { uses: 4 }, headers), 422, 'invalid_request');
    expect((await register(made[0]['token'])).status).toBe(201);
  });

  it('lists all tokens by pages, the oldest first, and those of a time', async () => {
    const made = [];
    for (const label of ['a', 'b', 'c']) made.push(await make({ label }));
    const { pages, items } = await pagesOf(administrator, `${PATH}?limit=2`, 'initial_access_tokens');
    expect(pages).toBe(Math.ceil(items.length / 2));
    expect(items.slice(-3).map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    const future = new Date(Date.now() + 60_000).toISOString();
    expect(await tokens(`?since=${future}`)).toEqual([]);
    expect((await tokens(`?until=${future}`)).length).toBe(items.length);
    expect((await tokens('?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z')).length).toBe(0);
    expect((await administrator.get(PATH)).text).not.toMatch(/hash|secret|clt_iat_/);
  });

  it('revokes a token: it registers nothing from then on, and stays in the list; with events of the administrator', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const { id, token } = await make({ uses: 5 }, headers);
    expect((await administrator.remove(`${PATH}/${String(id)}`)).status).toBe(204);
    expectRefusal(await administrator.post(PATH, { uses: 5 }, headers), 409, 'invalid_request');
    expect((await administrator.remove(`${PATH}/${String(id)}`)).status).toBe(204);
    expectRefusal(await register(token), 401, 'invalid_token');
    expect((await administrator.get(`${PATH}/${String(id)}`)).json).toMatchObject({
      state: 'revoked',
      revoked_at: expect.any(String) as string,
    });
    expect(await eventsAbout(server, id)).toEqual([
      ['initial_access_token.created', 'administrator'],
      ['initial_access_token.revoked', 'administrator'],
    ]);
  });

  it.each([
    [{ uses: 0 }, 'uses must be a whole number from 1 to 1000000000, or unlimited; use 10'],
    [{ uses: '5' }, 'uses must be a whole number from 1 to 1000000000, or unlimited; use 10'],
    [
      { expires_in: 1.5 },
      'expires_in must be a whole number from 1 to 86399913600, or never; use 604800 for seven days',
    ],
    [{ label: 'two\nlines' }, 'label must be a text of at most 200 characters without control characters; shorten it'],
    [{ max_clients: -1 }, 'max_clients must be a whole number from 0 to 1000000000; use 10'],
    [{ policy: 'nobody' }, 'policy: there is no policy nobody; there are none yet; apply a document of policies'],
    [
      { policy: null },
      'policy must be a text of 1 to 255 characters without control characters; use the name of a policy',
    ],
    [{ use: 5 }, 'use must not be sent here; use label, policy, max_clients, uses, expires_in'],
    [
      { expires_im: 5 },
      'expires_im must not be sent here; did you mean expires_in? otherwise use label, policy, max_clients, uses, expires_in',
    ],
    ['{', 'the request body is not JSON at line 1, column 2; send a JSON object in UTF-8'],
    ['"x"', 'the request body must be a JSON object; send a JSON object in UTF-8'],
  ])('refuses the body %j and makes nothing', async (body, sentence) => {
    const before = (await tokens()).length;
    const refusal = expectRefusal(await administrator.post(PATH, body), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
    expect((await tokens()).length).toBe(before);
  });

  it('tells all faults of a body at once', async () => {
    const answer = await administrator.post(PATH, { uses: 0, label: 5, foreign: true });
    const { errors } = expectRefusal(answer, 400, 'invalid_request') as { errors?: readonly { member: string }[] };
    expect(errors?.map(({ member }) => member)).toEqual(['foreign', 'label', 'uses']);
  });

  it.each([
    ['since=yesterday', 'since must be a moment of RFC 3339; use 2026-01-31T12:00:00Z'],
    ['until=2026-02-31', 'until must be a moment of RFC 3339; use 2026-01-31T12:00:00Z'],
    ['limit=201', 'limit must be a whole number from 1 to 200; use 50'],
  ])('refuses the query %s', async (query, sentence) => {
    const refusal = expectRefusal(await administrator.get(`${PATH}?${query}`), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
  });

  it('does not find an unknown token', async () => {
    expectRefusal(await administrator.get(UNKNOWN), 404, 'not_found');
    expectRefusal(await administrator.get(`${PATH}/%00`), 404, 'not_found');
    expectRefusal(await administrator.remove(UNKNOWN), 404, 'not_found');
  });
});
