import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { ClientRepository } from '../../src/clients/client.repository';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';

/** Without the condition on the revision of a client, these fail within ten rounds. */
const ROUNDS = 30;

describe('two nodes at work on one client', () => {
  let database: TestDatabase;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    one = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'on_update' }, database);
    other = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'on_update' }, database);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  const rounds = async (round: (client: RegisteredClient, number: number) => Promise<void>): Promise<void> => {
    for (let number = 0; number < ROUNDS; number += 1) await round(await one.register(aClient()), number);
  };
  const LEFT = aClient({ client_name: 'Left', contacts: ['left@app.example'], require_auth_time: true });
  const RIGHT = aClient({ client_name: 'Right', contacts: ['right@app.example'] });
  const sidesOf = (json: Record<string, unknown>): string =>
    [json['client_name'], (json['contacts'] as string[])[0], json['require_auth_time']].join(' ');
  const PURE = ['Left left@app.example true', 'Right right@app.example false'];

  it('PUT and PUT: both are written one after the other, and the result is the last one, unmixed', async () => {
    await rounds(async (client) => {
      const answers = await Promise.all([managing(one, client).put(LEFT), managing(other, client).put(RIGHT)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers.map(({ json }) => sidesOf(json))).toEqual(PURE);
      const { json } = await managing(other, client).read();
      expect(PURE).toContain(sidesOf(json));
    });
  });

  it('PUT and PUT with the same If-Match: one wins, the other learns it', async () => {
    await rounds(async (client) => {
      const match = { 'If-Match': (await managing(one, client).read()).headers.get('etag') ?? '' };
      const answers = await Promise.all([
        managing(one, client).put(LEFT, match),
        managing(other, client).put(RIGHT, match),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const winner = answers.find(({ status }) => status === 200);
      const { json } = await managing(one, client).read();
      expect(sidesOf(json)).toBe(sidesOf(winner?.json ?? {}));
    });
  });

  it('PUT and DELETE: the client is gone, in either order', async () => {
    await rounds(async (client) => {
      const [put, removed] = await Promise.all([managing(one, client).put(LEFT), managing(other, client).remove()]);
      expect([200, 401]).toContain(put.status);
      expect(removed.status).toBe(204);
      expect((await managing(one, client).read()).status).toBe(401);
      expect(await one.app.get(ClientRepository).find(client.client_id)).toBeUndefined();
    });
  });

  it('DELETE and DELETE: one deletes', async () => {
    await rounds(async (client) => {
      const answers = await Promise.all([managing(one, client).remove(), managing(other, client).remove()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
    });
  });

  it('rotation and rotation: two secrets are valid, those that were answered', async () => {
    await rounds(async (client) => {
      const answers = await Promise.all([managing(one, client).rotateSecret(), managing(other, client).rotateSecret()]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const secrets = [client.client_secret, ...answers.map(({ json }) => String(json['client_secret']))];
      const tokens = await Promise.all(
        secrets.map((client_secret) =>
          other.token({ grant_type: 'client_credentials', client_id: client.client_id, client_secret }),
        ),
      );
      expect(tokens.map(({ status }) => status)).toEqual([401, 200, 200]);
    });
  });

  it('update and first use of a new token: neither is undone by the other', async () => {
    await rounds(async (client) => {
      const { json } = await managing(one, client).put(RIGHT);
      const renewed = { ...client, registration_access_token: String(json['registration_access_token']) };
      const [update, use] = await Promise.all([managing(one, client).put(LEFT), managing(other, renewed).read()]);
      expect([200, 401]).toContain(update.status);
      expect(use.status).toBe(200);
      expect((await managing(one, renewed).read()).status).toBe(200);
      expect((await managing(other, client).read()).status).toBe(401);
    });
  });

  it('one key on both nodes makes one client, and both get the same response', async () => {
    const count = (): Promise<number> => one.app.get(DataSource).getRepository(Client).count();
    const before = await count();
    const Authorization = `Bearer ${await one.registerToken()}`;
    for (let number = 0; number < ROUNDS; number += 1) {
      const headers = { Authorization, 'Idempotency-Key': `round-${number}` };
      const answers = await Promise.all([one.postRegister(aClient(), headers), other.postRegister(aClient(), headers)]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect(answers[0].json).toEqual(answers[1].json);
    }
    expect(await count()).toBe(before + ROUNDS);
  });

  it('a key sent again on one node while the other deletes the client never returns a deleted client', async () => {
    const Authorization = `Bearer ${await one.registerToken()}`;
    for (let number = 0; number < ROUNDS; number += 1) {
      const headers = { Authorization, 'Idempotency-Key': `deleted-${number}` };
      const client = (await one.postRegister(aClient(), headers)).json as RegisteredClient;
      await Promise.all([managing(other, client).remove(), one.postRegister(aClient(), headers)]);
      const after = await one.postRegister(aClient(), headers);
      expect([after.status, after.json['client_id'] === client.client_id]).toEqual([201, false]);
      expect((await managing(other, after.json as RegisteredClient).read()).status).toBe(200);
    }
  });

  it('a key sent again after the first use of a new registration access token does not return the old one', async () => {
    const headers = { Authorization: `Bearer ${await one.registerToken()}`, 'Idempotency-Key': 'token-rotation' };
    const client = (await one.postRegister(aClient(), headers)).json as RegisteredClient;
    expect((await managing(other, client).put(RIGHT)).status).toBe(200);
    const after = await one.postRegister(aClient(), headers);
    expect(after.json['registration_access_token']).not.toBe(client.registration_access_token);
  });
});
