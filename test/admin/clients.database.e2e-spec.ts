import { EventLogService } from '../../src/event-log/event-log.service';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { commandContext } from '../support/contexts';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const UNKNOWN = '/admin/clients/019e0000-0000-7000-8000-000000000000';

describe('/admin/clients', () => {
  let server: TestServer;
  let administrator: Administrator;
  const registered: RegisteredClient[] = [];

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
    for (const name of ['first', 'second', 'third', 'fourth', 'fifth'])
      registered.push(await server.register(aClient({ client_name: name })));
  });

  afterAll(() => server.close());

  const one = (): Promise<RegisteredClient> => server.register(aClient());
  const at = ({ client_id }: RegisteredClient): string => `/admin/clients/${client_id}`;
  const idsOf = ({ json }: Answer): string[] =>
    (json['clients'] as readonly { readonly client_id: string }[]).map(({ client_id }) => client_id);

  /** All items of a list, by its pages, and the number of pages. */
  const walk = async (path: string): Promise<{ readonly pages: number; readonly ids: readonly string[] }> => {
    const ids = [];
    let pages = 0;
    for (let next: string | undefined = path; next !== undefined; pages += 1) {
      const answer: Answer = await administrator.get(next);
      expect(answer.status).toBe(200);
      ids.push(...idsOf(answer));
      next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    return { pages, ids };
  };

  it('lists all clients by pages, the oldest first, without credentials', async () => {
    const { pages, ids } = await walk('/admin/clients?limit=2');
    expect(pages).toBe(Math.ceil(ids.length / 2));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => registered.some(({ client_id }) => client_id === id))).toEqual(
      registered.map(({ client_id }) => client_id),
    );
    const { text } = await administrator.get('/admin/clients');
    expect(text).not.toMatch(/client_secrets|registration_access_tokens|"hash"/);
  });

  it('lists the clients of a status, of a registrar, and of an initial access token', async () => {
    const disabled = await one();
    await setStatus(server, disabled.client_id, 'disabled');
    expect((await walk('/admin/clients?status=disabled&limit=1')).ids).toEqual([disabled.client_id]);
    const { REGISTRAR_CLIENT_ID } = server.environment;
    const { ids } = await walk(`/admin/clients?registrar=${REGISTRAR_CLIENT_ID}&limit=3`);
    expect(ids).toEqual([...registered, disabled].map(({ client_id }) => client_id));
    const tokens = server.app.get(InitialAccessTokensService);
    const { token, stored } = await tokens.create(commandContext(server), { label: '' });
    const own = await server.postRegister(aClient(), { Authorization: `Bearer ${token}` });
    const answer = await administrator.get(`/admin/clients?initial_access_token=${stored.id}`);
    expect(answer.json).toEqual({
      clients: [expect.objectContaining({ client_id: own.json['client_id'], initial_access_token: stored.id })],
    });
    expect(answer.headers.get('link')).toBeNull();
  });

  it.each([
    ['limit=0', 'limit must be a whole number from 1 to 200; use 50'],
    ['limit=many', 'limit must be a whole number from 1 to 200; use 50'],
    ['limit=1&limit=2', 'limit must not be repeated; send it once'],
    ['status=gone', 'status must be one of active, pending, rejected, disabled; leave it out for all of them'],
    ['registrar=%00', 'registrar must be at most 255 printable ASCII characters; use an identifier of a list'],
    [`name=${'x'.repeat(501)}`, 'name must be 1 to 500 characters; leave it out for all of them'],
    ['used_after=yesterday', 'used_after must be a moment of RFC 3339; use 2026-01-31T12:00:00Z'],
  ])('refuses the query %s', async (query, sentence) => {
    const refusal = expectRefusal(await administrator.get(`/admin/clients?${query}`), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
  });

  it('shows a client with its status, what brought it, and an ETag', async () => {
    const [client] = registered;
    if (!client) throw new Error('no client');
    const answer = await administrator.get(at(client));
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"1"']);
    expect(answer.json).toMatchObject({
      client_id: client.client_id,
      status: 'active',
      origin: 'registration',
      registrar: server.environment.REGISTRAR_CLIENT_ID,
      metadata: { client_name: 'first' },
    });
    expect(answer.text).not.toContain(client.client_secret);
    expect(answer.text).not.toMatch(/"hash"|client_secrets/);
    expectRefusal(await administrator.get(UNKNOWN), 404, 'not_found');
    expectRefusal(await administrator.get('/admin/clients/%00'), 404, 'not_found');
  });

  it('changes the status of a client, with an event on behalf of the administrator', async () => {
    const client = await one();
    const credentials = { grant_type: 'client_credentials', ...secretOf(client) };
    const disabled = await administrator.post(`${at(client)}/disable`, { reason: 'Write to us.' });
    expect([disabled.status, disabled.json]).toEqual([
      200,
      expect.objectContaining({ status: 'disabled', status_reason: 'Write to us.' }),
    ]);
    expect((await server.token(credentials)).status).toBe(401);
    expect((await administrator.post(`${at(client)}/enable`)).json['status']).toBe('active');
    expect((await server.token(credentials)).status).toBe(200);
    const { json } = await administrator.get(`${at(client)}/history?limit=2`);
    expect(json['events']).toMatchObject([
      { type: 'client.registered' },
      {
        type: 'client.disabled',
        actor: { type: 'access_token', client_id: 'administrator' },
        data: { before: 'active', after: 'disabled', reason: 'Write to us.' },
      },
    ]);
  });

  it('approves and rejects clients that wait', async () => {
    const [good, bad] = [await one(), await one()];
    for (const { client_id } of [good, bad]) await setStatus(server, client_id, 'pending');
    expect((await administrator.post(`${at(good)}/approve`)).json['status']).toBe('active');
    expectRefusal(await administrator.post(`${at(bad)}/reject`), 400, 'invalid_request');
    const rejected = await administrator.post(`${at(bad)}/reject`, { reason: 'The name is that of another.' });
    expect(rejected.json).toMatchObject({ status: 'rejected', status_reason: 'The name is that of another.' });
    const again = expectRefusal(await administrator.post(`${at(bad)}/approve`), 409, 'invalid_request');
    expect(again['error_description']).toContain('the client must be pending to be approved, and it is rejected');
  });

  it.each([
    [{ reason: 5 }, 400],
    [{ reason: 'two\nlines' }, 400],
    [{ reason: 'x'.repeat(501) }, 400],
    ['[', 400],
  ])('refuses the body %j and changes nothing', async (body, status) => {
    const client = await one();
    expect((await administrator.post(`${at(client)}/disable`, body)).status).toBe(status);
    expect((await administrator.get(at(client))).json['status']).toBe('active');
  });

  it('gives a client a new secret; the old one ends as the overlap says', async () => {
    const client = await one();
    const answer = await administrator.post(`${at(client)}/secret`, { overlap: 0 }, { 'If-Match': '"1"' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(answer.json).toEqual({
      client_id: client.client_id,
      client_secret: expect.stringMatching(/^[\w-]{43}$/) as string,
      client_secret_expires_at: 0,
    });
    const form = { grant_type: 'client_credentials', client_id: client.client_id };
    expect((await server.token({ ...form, client_secret: client.client_secret })).status).toBe(401);
    expect((await server.token({ ...form, client_secret: String(answer.json['client_secret']) })).status).toBe(200);
    expectRefusal(await administrator.post(`${at(client)}/secret`, {}, { 'If-Match': '"1"' }), 412, 'invalid_request');
    const publicClient = await server.register({
      redirect_uris: ['https://a.example/cb'],
      token_endpoint_auth_method: 'none',
    });
    expectRefusal(await administrator.post(`${at(publicClient)}/secret`), 400, 'invalid_request');
  });

  it('deletes a client; its history stays', async () => {
    const client = await one();
    expectRefusal(await administrator.remove(at(client), { 'If-Match': '"7"' }), 412, 'invalid_request');
    expect((await administrator.remove(at(client))).status).toBe(204);
    expectRefusal(await administrator.remove(at(client)), 404, 'not_found');
    expect((await server.token({ grant_type: 'client_credentials', ...secretOf(client) })).status).toBe(401);
    const { json, headers } = await administrator.get(`${at(client)}/history?limit=1`);
    expect(json['events']).toMatchObject([{ type: 'client.registered' }]);
    const [, next = ''] = /<(.*)>/.exec(headers.get('link') ?? '') ?? [];
    const rest = await administrator.get(next);
    expect(rest.json['events']).toMatchObject([{ type: 'client.deleted', client_id: client.client_id }]);
    expect(rest.headers.get('link')).toBeNull();
  });

  it('names the next page of a history also for an identifier of another server that has a slash', async () => {
    const client_id = 'https://app.example/?client=1 a>b';
    const event = {
      type: 'client.swept',
      client_id,
      revision: 1,
      data: { rule: 'delete_unused_after_days', days: 1 },
    } as const;
    for (let count = 0; count < 2; count += 1)
      await server.app.get(EventLogService).append(commandContext(server), event);
    const { headers } = await administrator.get(`/admin/clients/${encodeURIComponent(client_id)}/history?limit=1`);
    const [, next = ''] = /^<([^>]*)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
    expect((await administrator.get(next)).json['events']).toMatchObject([{ client_id }]);
  });

  it.each(['registerClient', 'administrator'])(
    'leaves %s, a client of the environment, as it is',
    async (client_id) => {
      const path = `/admin/clients/${client_id}`;
      for (const change of [
        administrator.remove(path),
        administrator.post(`${path}/secret`),
        administrator.post(`${path}/disable`),
      ])
        expectRefusal(await change, 409, 'invalid_request');
      expect((await administrator.get(path)).json).toMatchObject({ status: 'active', origin: 'environment' });
    },
  );

  it.each(['approve', 'disable', 'enable', 'secret'])('does not find an unknown client to %s', async (action) => {
    expectRefusal(await administrator.post(`${UNKNOWN}/${action}`), 404, 'not_found');
  });
});

const secretOf = ({ client_id, client_secret }: RegisteredClient): Record<string, string> => ({
  client_id,
  client_secret,
});
