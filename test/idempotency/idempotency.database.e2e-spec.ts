import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { ClientRepository } from '../../src/clients/client.repository';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { IdempotentAnswerRepository } from '../../src/idempotency/idempotent-answer.repository';
import { aClient, aWebClient } from '../support/a-client';
import { managing } from '../support/managing';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

describe('a registration that is sent again', () => {
  let server: TestServer;
  let key = 0;

  beforeAll(async () => {
    server = await createTestApp({
      REGISTRATION_MODE: 'open',
      OPEN_REGISTRATION_POLICY: 'none',
      RATE_LIMIT_REGISTER: '0',
    });
  });

  afterAll(() => server.close());

  const post = async (idempotency: string, body: unknown, token?: string): Promise<Answer> =>
    server.postRegister(body, {
      Authorization: `Bearer ${token ?? (await server.registerToken())}`,
      'Idempotency-Key': idempotency,
    });
  const aKey = (): string => `key-${(key += 1)}`;
  const anonymously = (idempotency: string): Promise<Answer> =>
    server.postRegister(aClient(), { 'Idempotency-Key': idempotency });
  const countClients = (): Promise<number> => server.app.get(DataSource).getRepository(Client).count();

  it('gets the same answer, secret included, and makes no second client', async () => {
    const idempotency = aKey();
    const before = await countClients();
    const first = await post(idempotency, aClient());
    const again = await post(idempotency, JSON.stringify(aClient(), undefined, 2));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(first.json);
    expect(again.json['client_secret']).toEqual(expect.any(String));
    expect(again.headers.get('cache-control')).toBe('no-store');
    expect(await countClients()).toBe(before + 1);
    expect((await managing(server, again.json as never).read()).status).toBe(200);
  });

  it('with another body is 422, and the first answer stays', async () => {
    const idempotency = aKey();
    const first = await post(idempotency, aClient());
    const other = await post(idempotency, aClient({ client_name: 'Other' }));
    expect([other.status, other.json['error']]).toEqual([422, 'invalid_request']);
    expect(other.text).not.toContain(String(first.json['client_secret']));
    expect((await post(idempotency, aClient())).json).toEqual(first.json);
  });

  it("never gets another caller's answer", async () => {
    const idempotency = randomUUID();
    const withToken = await post(idempotency, aClient());
    const anonymous = await anonymously(idempotency);
    expect(anonymous.status).toBe(201);
    expect(anonymous.json['client_id']).not.toBe(withToken.json['client_id']);
    expect((await anonymously(idempotency)).json).toEqual(anonymous.json);
  });

  it.each(['1', '123456789', '0'.repeat(32), `order-${'0'.repeat(40)}7`])(
    'is not repeatable without a token under the key %p, which others behind the same address may use',
    async (guessable) => {
      const [first, second] = [await anonymously(guessable), await anonymously(guessable)];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.json['client_id']).not.toBe(first.json['client_id']);
      expect(second.json['client_secret']).not.toBe(first.json['client_secret']);
    },
  );

  it.each<[string, (client: RegisteredClient) => Promise<unknown>]>([
    ['it was deleted', (client) => managing(server, client).remove()],
    ['its secret was rotated', (client) => managing(server, client).rotateSecret({ overlap: 0 })],
    [
      'its secret was replaced',
      (client) => managing(server, client).patch({ token_endpoint_auth_method: 'client_secret_jwt' }),
    ],
    ['it was disabled', ({ client_id }) => setStatus(server, client_id, 'disabled')],
  ])('never returns the credentials of a client after %s', async (_change, change) => {
    const idempotency = aKey();
    const first = await post(idempotency, aClient());
    await change(first.json as RegisteredClient);
    const rows: unknown[] = await server.app.get(DataSource).query('SELECT client_id FROM idempotent_answers');
    expect(rows).not.toContainEqual({ client_id: first.json['client_id'] });
    const again = await post(idempotency, aClient());
    expect(again.status).toBe(201);
    for (const member of ['client_id', 'client_secret', 'registration_access_token'])
      expect(again.json[member]).not.toBe(first.json[member]);
    expect((await post(idempotency, aClient())).json).toEqual(again.json);
  });

  it('still gets the stored response when the credentials of the client have not changed', async () => {
    const idempotency = aKey();
    const first = await post(idempotency, aWebClient({ token_endpoint_auth_method: 'none' }));
    const client = managing(server, first.json as RegisteredClient);
    expect((await client.patch({ client_name: 'New' })).status).toBe(200);
    const again = await post(idempotency, aWebClient({ token_endpoint_auth_method: 'none' }));
    expect(again.json).toEqual(first.json);
  });

  it('without a valid token does not get the stored response', async () => {
    const idempotency = aKey();
    await post(idempotency, aClient());
    expect((await post(idempotency, aClient(), 'invalid')).status).toBe(401);
  });

  it('gets the same answer with a new token of the same caller', async () => {
    const idempotency = aKey();
    const first = await post(idempotency, aClient());
    const token = await server.accessToken({
      client_id: 'registerClient',
      client_secret: 'password',
      scope: 'register',
    });
    expect((await post(idempotency, aClient(), token)).json).toEqual(first.json);
  });

  it('is validated again when the first request was refused', async () => {
    const idempotency = aKey();
    expect((await post(idempotency, aClient({ client_name: 5 }))).status).toBe(400);
    expect((await post(idempotency, aClient())).status).toBe(201);
  });

  it('makes a new client once the window has passed, and the answer is swept', async () => {
    const idempotency = aKey();
    const first = await post(idempotency, aClient());
    const source = server.app.get(WriteConnectionService).dataSource;
    const writes = server.app.get(TransactionsService);
    await writes.statement('UPDATE idempotent_answers SET expires_at = 1', []);
    const next = await post(idempotency, aClient());
    expect(next.status).toBe(201);
    expect(next.json['client_id']).not.toBe(first.json['client_id']);
    expect((await post(idempotency, aClient())).json).toEqual(next.json);
    await writes.statement('UPDATE idempotent_answers SET expires_at = 1', []);
    await server.app.get(IdempotentAnswerRepository).sweep();
    expect(await source.query('SELECT * FROM idempotent_answers')).toEqual([]);
  });

  it.each(['', 'with space', 'x'.repeat(256)])('is refused with the key %j', async (bad) => {
    const { status, json } = await post(bad, aClient());
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
  });

  it('the kept answer is sealed', async () => {
    const { json } = await post(aKey(), aClient());
    const rows: unknown = await server.app.get(DataSource).query('SELECT * FROM idempotent_answers');
    for (const secret of ['client_secret', 'registration_access_token'])
      expect(JSON.stringify(rows)).not.toContain(json[secret]);
    expect(await server.app.get(ClientRepository).find(String(json['client_id']))).toBeDefined();
  });
});
