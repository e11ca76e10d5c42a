import { ClientRepository } from '../../src/clients/client.repository';
import { aClient, aWebClient } from '../support/a-client';
import { managing } from '../support/managing';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { ClientsService } from '../../src/clients/clients.service';
import { commandContext } from '../support/contexts';

const tokenAt = (server: TestServer, client_id: string, client_secret: unknown): Promise<Answer> =>
  server.token({ grant_type: 'client_credentials', client_id, client_secret: String(client_secret) });

const withToken = (client: RegisteredClient, { json }: Answer): RegisteredClient => ({
  ...client,
  registration_access_token: String(json['registration_access_token']),
});

describe('registration access tokens that rotate with updates', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'on_update' });
  });

  afterAll(() => server.close());

  it('the new one works and ends the old one once it is used', async () => {
    const client = await server.register(aClient());
    const renewed = withToken(client, await managing(server, client).put(aClient()));
    expect(renewed.registration_access_token).not.toBe(client.registration_access_token);
    expect((await managing(server, client).read()).status).toBe(200);
    expect((await managing(server, renewed).read()).status).toBe(200);
    expect((await managing(server, client).read()).status).toBe(401);
    expect((await managing(server, renewed).read()).json['registration_access_token']).toBe(
      renewed.registration_access_token,
    );
  });

  it('a lost response does not lock the client out, even if it is lost several times', async () => {
    const client = await server.register(aClient());
    const lost: Answer[] = [];
    for (let time = 0; time < 10; time += 1) lost.push(await managing(server, client).put(aClient()));
    const kept = await server.app.get(ClientRepository).find(client.client_id);
    expect(kept?.registration_access_tokens.length).toBeLessThanOrEqual(5);
    const renewed = withToken(client, await managing(server, client).patch({ client_name: 'Found' }));
    expect((await managing(server, renewed).read()).json['client_name']).toBe('Found');
    for (const answer of lost) expect((await managing(server, withToken(client, answer)).read()).status).toBe(401);
  });

  it('rotates nothing when the update is refused, nor on reading, nor with the secret', async () => {
    const client = await server.register(aClient());
    for (const answer of [
      await managing(server, client).put({ grant_types: ['unheard-of'] }),
      await managing(server, client).patch({ client_name: 5 }),
      await managing(server, client).put(aClient(), { 'If-Match': '"stale"' }),
    ])
      expect([400, 412]).toContain(answer.status);
    const kept = await server.app.get(ClientRepository).find(client.client_id);
    expect(kept?.registration_access_tokens).toHaveLength(1);
    for (const answer of [await managing(server, client).read(), await managing(server, client).rotateSecret()])
      expect(answer.json['registration_access_token']).toBe(client.registration_access_token);
  });

  it('the ETag of the update still matches after the first use of the new token', async () => {
    const client = await server.register(aClient());
    const updated = await managing(server, client).put(aClient());
    const renewed = withToken(client, updated);
    await managing(server, renewed).read();
    const match = { 'If-Match': updated.headers.get('etag') ?? '' };
    expect((await managing(server, renewed).put(aClient(), match)).status).toBe(200);
  });
});

describe('client secrets', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it('rotate: the new one works, the old one stays for a while, and there are never more than two', async () => {
    const client = await server.register(aClient());
    const works = async (secret: unknown): Promise<boolean> =>
      (await tokenAt(server, client.client_id, secret)).status === 200;
    const one = await managing(server, client).rotateSecret();
    expect(one.status).toBe(200);
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(one.json).toMatchObject({ client_id: client.client_id, client_secret_expires_at: 0 });
    expect(await Promise.all([client.client_secret, one.json['client_secret']].map(works))).toEqual([true, true]);
    const two = await managing(server, client).rotateSecret({ overlap: 60 });
    const all = [client.client_secret, one.json['client_secret'], two.json['client_secret']];
    expect(await Promise.all(all.map(works))).toEqual([false, true, true]);
  });

  it('rotate at once when no overlap is asked for', async () => {
    const client = await server.register(aClient());
    const { json } = await managing(server, client).rotateSecret({ overlap: 0 });
    expect((await tokenAt(server, client.client_id, client.client_secret)).status).toBe(401);
    expect((await tokenAt(server, client.client_id, json['client_secret'])).status).toBe(200);
  });

  it('rotate without a body, whether or not a media type is named', async () => {
    const client = await server.register(aClient());
    for (const headers of [undefined, { 'Content-Type': 'application/json' }])
      expect((await managing(server, client).rotateSecret(undefined, headers)).status).toBe(200);
  });

  it('store an expiry for the old secret, and none for the new one', async () => {
    const client = await server.register(aClient());
    await managing(server, client).rotateSecret({ overlap: 100 });
    const kept = await server.app.get(ClientRepository).find(client.client_id);
    const [fresh, old] = kept?.client_secrets ?? [];
    expect(fresh).not.toHaveProperty('expires_at');
    expect(Math.abs((old?.expires_at ?? 0) - Date.now() / 1000 - 100)).toBeLessThan(10);
  });

  it.each([-1, 1.5, '60', 86_401, true, {}])('refuse an overlap of %j', async (overlap) => {
    const client = await server.register(aClient());
    const { status, json } = await managing(server, client).rotateSecret({ overlap });
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
    expect((await managing(server, client).rotateSecret('[]')).status).toBe(400);
    const plain = await managing(server, client).rotateSecret('{}', { 'Content-Type': 'text/plain' });
    expect(plain.status).toBe(415);
    const kept = await server.app.get(ClientRepository).find(client.client_id);
    expect(kept?.client_secrets).toHaveLength(1);
  });

  it('are not issued to a public client, nor without its registration access token', async () => {
    const client = await server.register(aWebClient({ token_endpoint_auth_method: 'none' }));
    const { status, json } = await managing(server, client).rotateSecret();
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
    expect((await server.send('POST', `/register/${client.client_id}/secret`)).status).toBe(401);
    const foreign = await server.register(aClient());
    const { client_id } = await server.register(aClient());
    expect((await managing(server, { ...foreign, client_id }).rotateSecret()).status).toBe(401);
  });

  it('an expired secret authenticates nothing, and can still be rotated', async () => {
    const short = await createTestApp({ CLIENT_SECRET_LIFETIME: '3600' }, server.database);
    const client = await short.register(aClient());
    const term = Number(client['client_secret_expires_at']);
    expect(Math.abs(term - Date.now() / 1000 - 3600)).toBeLessThan(10);
    expect((await tokenAt(short, client.client_id, client.client_secret)).status).toBe(200);
    const clients = short.app.get(ClientRepository);
    const stored = await clients.find(client.client_id);
    if (!stored) throw new Error('not stored');
    const expires_at = Math.floor(Date.now() / 1000) - 1;
    const expired = stored.client_secrets.map((one) => ({ ...one, expires_at }));
    await short.app.get(ClientsService).convertSecrets(commandContext(short), stored, expired);
    const refused = await tokenAt(short, client.client_id, client.client_secret);
    expect([refused.status, refused.json['error']]).toEqual([401, 'invalid_client']);
    expect((await managing(short, client).read()).status).toBe(200);
    const { status, json } = await managing(short, client).rotateSecret();
    expect(status).toBe(200);
    expect(json['client_secret_expires_at']).toBeGreaterThanOrEqual(term);
    expect((await tokenAt(short, client.client_id, json['client_secret'])).status).toBe(200);
    expect((await tokenAt(short, client.client_id, client.client_secret)).status).toBe(401);
    await short.close();
  });

  it('neither secret nor token is in the database', async () => {
    const client = await server.register(aClient());
    const rotated = await managing(server, client).rotateSecret();
    const row = await server.app.get(ClientRepository).find(client.client_id);
    for (const clear of [client.client_secret, client.registration_access_token, rotated.json['client_secret']])
      expect(JSON.stringify(row)).not.toContain(clear);
  });
});
