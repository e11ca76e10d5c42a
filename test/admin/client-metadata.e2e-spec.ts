import { randomUUID } from 'node:crypto';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';

const CONNECTS = { redirect_uris: ['https://app.example/cb'], grant_types: ['authorization_code'] };
const ADMINISTRATOR = { type: 'access_token', client_id: 'administrator' };

describe('the metadata of clients below /admin/clients', () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const at = ({ client_id }: Pick<RegisteredClient, 'client_id'>): string => `/admin/clients/${client_id}`;
  const lastEventOf = async (client: Pick<RegisteredClient, 'client_id'>): Promise<unknown> => {
    const { json } = await administrator.get(`${at(client)}/history`);
    const events = json['events'] as readonly { readonly type: string }[];
    return events.filter(({ type }) => type !== 'client.read').at(-1);
  };

  it('registers a client, which obtains tokens, with an event on behalf of the administrator', async () => {
    const answer = await administrator.post('/admin/clients', aClient({ client_name: 'By hand' }));
    expect([answer.status, answer.json]).toEqual([
      201,
      expect.objectContaining({ client_name: 'By hand', client_secret: expect.any(String) }),
    ]);
    const client = answer.json as unknown as RegisteredClient;
    const { client_id, client_secret } = client;
    expect((await server.token({ grant_type: 'client_credentials', client_id, client_secret })).status).toBe(200);
    expect((await managing(server, client).read()).status).toBe(200);
    expect(await lastEventOf(client)).toMatchObject({ type: 'client.registered', actor: ADMINISTRATOR });
    expect((await administrator.get(at(client))).json['registrar']).toBe('administrator');
  });

  it('answers a repeated registration with the first client, and refuses the key for another body', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await administrator.post('/admin/clients', aClient(), headers);
    expect((await administrator.post('/admin/clients', aClient(), headers)).json).toEqual(first.json);
    const other = await administrator.post('/admin/clients', aClient({ client_name: 'other' }), headers);
    expectRefusal(other, 422, 'invalid_request');
  });

  it('refuses to register what nobody may register', async () => {
    const answer = await administrator.post('/admin/clients', { redirect_uris: ['https://app.example/#x'] });
    expectRefusal(answer, 400, 'invalid_redirect_uri');
  });

  it('replaces all metadata; what brought the client and its credentials stay', async () => {
    const client = await server.register(aClient({ client_name: 'before', contacts: ['a@b.example'] }));
    const before = await administrator.get(at(client));
    const etag = before.headers.get('etag') ?? '';
    const edited = await administrator.edit('PUT', at(client), aClient({ client_name: 'after' }), { 'If-Match': etag });
    expect([edited.status, edited.headers.get('etag')]).toEqual([200, '"2"']);
    expect(edited.json).toMatchObject({ client_id: client.client_id, client_name: 'after' });
    for (const issued of ['client_secret', 'registration_access_token']) expect(edited.json).not.toHaveProperty(issued);
    expect(edited.json['contacts']).toEqual([]);
    const after = (await administrator.get(at(client))).json;
    for (const kept of ['registrar', 'lineage', 'policies', 'created_at', 'status'])
      expect(after[kept]).toEqual(before.json[kept]);
    expect((await managing(server, client).read()).json['client_name']).toBe('after');
    expect(await lastEventOf(client)).toMatchObject({
      type: 'client.updated',
      actor: ADMINISTRATOR,
      data: { changes: { client_name: { before: 'before', after: 'after' } }, credentials_changed: false },
    });
  });

  it('changes some members, and shows the secret that another method needs, once', async () => {
    const client = await server.register({
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: 'none',
      client_name: 'kept',
    });
    const patch = { token_endpoint_auth_method: 'client_secret_basic' };
    const { status, json } = await administrator.edit('PATCH', at(client), patch);
    expect([status, json]).toEqual([
      200,
      expect.objectContaining({ client_name: 'kept', client_secret: expect.any(String) }),
    ]);
    expect((await administrator.edit('PATCH', at(client), { client_uri: null })).json).not.toHaveProperty(
      'client_secret',
    );
  });

  it('refuses a state that was not read, unknown clients, and clients of the environment', async () => {
    const client = await server.register(aClient());
    const stale = await administrator.edit('PUT', at(client), aClient(), { 'If-Match': '"7"' });
    expectRefusal(stale, 412, 'invalid_request');
    const unknown = { client_id: '019e0000-0000-7000-8000-000000000000' };
    expectRefusal(await administrator.edit('PUT', at(unknown), aClient()), 404, 'not_found');
    const environment = { client_id: 'registerClient' };
    expectRefusal(await administrator.edit('PATCH', at(environment), { client_name: 'x' }), 409, 'invalid_request');
    const other = await administrator.edit('PUT', at(client), aClient({ client_id: unknown.client_id }));
    expectRefusal(other, 400, 'invalid_client_metadata');
    expect((await administrator.get(at(client))).headers.get('etag')).toBe('"1"');
  });

  it('edits a client that is disabled, without giving it another status', async () => {
    const client = await server.register(aClient());
    await setStatus(server, client.client_id, 'disabled');
    expect((await administrator.edit('PATCH', at(client), { client_name: 'renamed' })).status).toBe(200);
    expect((await administrator.get(at(client))).json).toMatchObject({
      status: 'disabled',
      metadata: { client_name: 'renamed' },
    });
  });

  it('disables consent for a client, which no client does for itself, until the client changes what users see', async () => {
    const client = await server.register({ ...CONNECTS, client_name: 'Notes', is_consent_disabled: true });
    const own = managing(server, client);
    await own.patch({ is_consent_disabled: true });
    expect((await own.read()).json['is_consent_disabled']).toBe(false);
    expectRefusal(
      await administrator.edit('PATCH', at(client), { is_consent_disabled: 'yes' }),
      400,
      'invalid_client_metadata',
    );

    const trusted = await administrator.edit('PATCH', at(client), { is_consent_disabled: true });
    expect(trusted.json['is_consent_disabled']).toBe(true);
    expect(await lastEventOf(client)).toMatchObject({
      type: 'client.updated',
      actor: ADMINISTRATOR,
      data: { changes: { is_consent_disabled: { before: false, after: true } } },
    });
    await administrator.edit('PATCH', at(client), { contacts: ['a@b.example'] });
    await own.patch({ tos_uri: 'https://app.example/terms' });
    expect((await administrator.get(at(client))).json['consent_disabled_at']).toMatch(/^20/);

    await own.patch({ redirect_uris: ['https://evil.example/cb'] });
    expect((await own.read()).json['is_consent_disabled']).toBe(false);
    expect((await administrator.get(at(client))).json).not.toHaveProperty('consent_disabled_at');
  });

  it('applies the policies that admitted the client, as for an update by the client', async () => {
    const document = JSON.stringify({
      policies: { named: { metadata_policy: { client_name: { one_of: ['good', 'better'] } } } },
    });
    const context = commandContext(server);
    await server.app.get(PolicyWriterService).apply(context, document, 'policies.json');
    const { token } = await server.app.get(InitialAccessTokensService).create(context, { label: '', policy: 'named' });
    const answer = await server.postRegister(aClient({ client_name: 'good' }), { Authorization: `Bearer ${token}` });
    const client = answer.json as unknown as RegisteredClient;
    const refused = await administrator.edit('PATCH', at(client), { client_name: 'bad' });
    expectRefusal(refused, 400, 'invalid_client_metadata');
    expect((await administrator.edit('PATCH', at(client), { client_name: 'better' })).status).toBe(200);
  });

  it('applies all of many edits at once, one after the other', async () => {
    const client = await server.register(aClient());
    const names = Array.from({ length: 6 }, (_, index) => `name ${index}`);
    const answers = await Promise.all(
      names.map((client_name) => administrator.edit('PATCH', at(client), { client_name })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    expect((await administrator.get(at(client))).headers.get('etag')).toBe('"7"');
  });
});
