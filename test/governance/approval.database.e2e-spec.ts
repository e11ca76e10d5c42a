import { randomUUID } from 'node:crypto';
import { ClientStatusService } from '../../src/clients/status/client-status.service';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { policiesOfGuide } from '../support/guide';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const BY_HAND = policiesOfGuide('by-hand');

describe('a policy that requires approval', () => {
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    const before = await createTestApp({}, database);
    await before.app.get(PolicyWriterService).apply(commandContext(before), BY_HAND, 'by-hand.yaml');
    await before.close();
    server = await createTestApp({ PROTECTED_REGISTRATION_POLICY: 'by-hand' }, database);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const approve = (client_id: string): Promise<unknown> =>
    server.app.get(ClientStatusService).change(commandContext(server), client_id, 'approve');
  const tokenFor = ({ client_id, client_secret }: RegisteredClient): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });
  const anApprovedClient = async (): Promise<RegisteredClient> => {
    const client = await server.register(aClient());
    await approve(client.client_id);
    return client;
  };

  it('answers 201 with the state, which the client reads until it is approved; it registers once', async () => {
    const trial = await server.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${await server.registerToken()}` },
      JSON.stringify(aClient()),
    );
    expect(trial.json['client_status']).toBe('pending');
    const client = await server.register(aClient());
    expect(client['client_status']).toBe('pending');
    expect((await managing(server, client).read()).json['client_status']).toBe('pending');
    expectRefusal(await tokenFor(client), 400, 'access_denied');
    await approve(client.client_id);
    expect((await tokenFor(client)).status).toBe(200);
    expect((await managing(server, client).read()).json).not.toHaveProperty('client_status');
  });

  it('lets a caller that lost the answer have it again after the approval, and not a second client', async () => {
    const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Idempotency-Key': randomUUID() };
    const body = aClient();
    const first = await server.postRegister(body, headers);
    await approve(String(first.json['client_id']));
    expect((await server.postRegister(body, headers)).text).toBe(first.text);
  });

  it('makes an approved client wait again after an update of what was approved', async () => {
    const client = await anApprovedClient();
    const { status, json } = await managing(server, client).patch({ client_name: 'Your bank' });
    expect([status, json['client_status']]).toEqual([200, 'pending']);
    expectRefusal(await tokenFor(client), 400, 'access_denied');
    await approve(client.client_id);
    expect((await tokenFor(client)).status).toBe(200);
  });

  it('leaves an approved client approved if only contacts, versions or nothing change', async () => {
    const client = await anApprovedClient();
    for (const { status, json } of [
      await managing(server, client).put(aClient()),
      await managing(server, client).patch({ contacts: ['a@app.example'], software_version: '2' }),
    ])
      expect([status, json['client_status']]).toEqual([200, undefined]);
    expect((await tokenFor(client)).status).toBe(200);
  });

  it('does not hold for a client that was registered without it', async () => {
    const free = await createTestApp({}, database);
    const client = await free.register(aClient());
    const { json } = await managing(server, client).patch({ client_name: 'Other' });
    expect([client['client_status'], json['client_status']]).toEqual([undefined, undefined]);
    await free.close();
  });
});
