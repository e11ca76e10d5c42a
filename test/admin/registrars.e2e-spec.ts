import { randomUUID } from 'node:crypto';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { aKey, anAssertion, assertionForm } from '../support/assertions';
import { pagesOf } from '../support/pages';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const PATH = '/admin/registrars';
const UNKNOWN = `${PATH}/019e0000-0000-7000-8000-000000000000`;

describe(PATH, () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const make = async (body: unknown = {}, headers = {}): Promise<Record<string, string>> => {
    const answer = await administrator.post(PATH, body, headers);
    expect(answer.status).toBe(201);
    return answer.json as Record<string, string>;
  };
  const at = ({ client_id = '' }: Record<string, string>): string => `${PATH}/${client_id}`;
  const tokenFor = ({ client_id = '', client_secret = '' }: Record<string, string>): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', scope: 'register', client_id, client_secret });
  const register = async (registrar: Record<string, string>): Promise<Answer> => {
    const { json } = await tokenFor(registrar);
    return server.postRegister(aClient(), { Authorization: `Bearer ${String(json['access_token'])}` });
  };
  const registrars = async (query = ''): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await pagesOf(administrator, `${PATH}${query}`, 'registrars')).items;

  it('makes a registrar whose secret is shown once, which registers clients that are counted', async () => {
    const made = await make({ label: 'A team', max_clients: 1 });
    expect(made).toMatchObject({ state: 'active', label: 'A team', max_clients: 1, clients: 0, expires_at: 'never' });
    expect(made).not.toHaveProperty('jwks');
    expect((await register(made)).status).toBe(201);
    expectRefusal(await register(made), 403, 'access_denied');
    const { json, text } = await administrator.get(at(made));
    expect(json).toMatchObject({
      client_id: made['client_id'],
      clients: 1,
      created_by: { client_id: 'administrator' },
    });
    expect(text).not.toMatch(/client_secret|hash/);
  });

  it('makes a registrar that authenticates by its public keys', async () => {
    const { alg, publicJwk, privateKey } = await aKey();
    const made = await make({ jwks: { keys: [publicJwk] } });
    expect(made).not.toHaveProperty('client_secret');
    expect(made).toMatchObject({ jwks: { keys: [{ kty: 'EC' }] } });
    const assertion = await anAssertion(made['client_id'] ?? '', alg, privateKey);
    const answer = await server.token({
      ...assertionForm(assertion),
      grant_type: 'client_credentials',
      scope: 'register',
    });
    expect(answer.status).toBe(200);
    expectRefusal(await administrator.post(`${at(made)}/secret`), 409, 'invalid_request');
  });

  it('makes one registrar for equal requests with the same Idempotency-Key, which is another for other addresses', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const made = await make({}, headers);
    expect(await make({}, headers)).toEqual(made);
    const token = await administrator.post('/admin/initial-access-tokens', {}, headers);
    expect([token.status, token.json]).toEqual([201, expect.objectContaining({ token: expect.any(String) as string })]);
  });

  it.each<[string, (made: Record<string, string>) => Promise<Answer>]>([
    ['was revoked', (made) => administrator.remove(at(made))],
    ['got another secret', (made) => administrator.post(`${at(made)}/secret`)],
  ])('refuses a repetition after the registrar %s, and makes no other one', async (_what, end) => {
    const headers = { 'Idempotency-Key': randomUUID() };
    expect((await end(await make({}, headers))).status).toBeLessThan(300);
    const count = (await registrars()).length;
    expectRefusal(await administrator.post(PATH, {}, headers), 409, 'invalid_request');
    expectRefusal(await administrator.post(PATH, { label: 'Another' }, headers), 422, 'invalid_request');
    expect((await registrars()).length).toBe(count);
  });

  it('lists all registrars by pages, the oldest first, without that of the environment', async () => {
    const made = [await make(), await make()];
    const { pages, items } = await pagesOf(administrator, `${PATH}?limit=2`, 'registrars');
    expect(pages).toBe(Math.ceil(items.length / 2));
    expect(items.slice(-2).map(({ client_id }) => client_id)).toEqual(made.map(({ client_id }) => client_id));
    expect(items.map(({ client_id }) => client_id)).not.toContain('registerClient');
  });

  it('gives a registrar a new secret; the old one ends as the overlap says', async () => {
    const made = await make({ expires_in: 600 });
    const rotated = await administrator.post(`${at(made)}/secret`, { overlap: 60 });
    expect(rotated.json).toEqual({
      client_id: made['client_id'],
      client_secret: expect.stringMatching(/^[\w-]{43}$/) as string,
      client_secret_expires_at: Math.floor(Date.parse(String(made['expires_at'])) / 1000),
    });
    const current = rotated.json as Record<string, string>;
    expect([(await tokenFor(made)).status, (await tokenFor(current)).status]).toEqual([200, 200]);
    const last = (await administrator.post(`${at(made)}/secret`, { overlap: 0 })).json as Record<string, string>;
    const statuses = [];
    for (const one of [made, current, last]) statuses.push((await tokenFor(one)).status);
    expect(statuses).toEqual([401, 401, 200]);
    const { json } = await administrator.get(`/admin/clients/${String(made['client_id'])}/history`);
    expect(json['events']).toMatchObject([
      { type: 'registrar.created', actor: { client_id: 'administrator' } },
      { type: 'client.secret_rotated', actor: { client_id: 'administrator' } },
      { type: 'client.secret_rotated' },
    ]);
  });

  it('revokes a registrar: it is refused, its clients stay, and it stays in the list', async () => {
    const made = await make();
    const registered = await register(made);
    expect((await administrator.remove(at(made))).status).toBe(204);
    expect((await administrator.remove(at(made))).status).toBe(204);
    expectRefusal(await tokenFor(made), 401, 'invalid_client');
    expect((await administrator.get(at(made))).json).toMatchObject({ state: 'revoked', clients: 1 });
    const { json } = await administrator.get(`/admin/clients?registrar=${String(made['client_id'])}`);
    expect(json['clients']).toMatchObject([{ client_id: registered.json['client_id'], status: 'active' }]);
    expectRefusal(await administrator.post(`${at(made)}/secret`), 409, 'invalid_request');
  });

  it.each([
    [{ jwks_uri: 'http://team.example/keys' }, /^jwks_uri must /],
    [{ jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, /^jwks/],
    [{ jwks: 'none' }, /^jwks must be a key set; /],
    [{ policy: 'nobody' }, /^policy: there is no policy nobody; /],
    [{ expires_in: 0 }, /^expires_in must be a whole number /],
    [{ uses: 5 }, /^uses must not be sent here; /],
  ])('refuses the body %j and makes nothing', async (body, sentence) => {
    const before = (await registrars()).length;
    const refusal = expectRefusal(await administrator.post(PATH, body), 400, 'invalid_request');
    expect(refusal['error_description']).toMatch(sentence);
    expect((await registrars()).length).toBe(before);
  });

  it('does not find an unknown registrar, nor that of the environment', async () => {
    for (const path of [UNKNOWN, `${PATH}/registerClient`, `${PATH}/%00`]) {
      expectRefusal(await administrator.get(path), 404, 'not_found');
      expectRefusal(await administrator.remove(path), 404, 'not_found');
      expectRefusal(await administrator.post(`${path}/secret`), 404, 'not_found');
    }
    expect((await server.registerToken()).length).toBeGreaterThan(0);
  });
});
