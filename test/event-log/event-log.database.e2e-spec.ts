import { randomUUID } from 'node:crypto';
import type { Event } from '../../src/event-log/event';
import { EventLogService } from '../../src/event-log/event-log.service';
import { RefusalsListener } from '../../src/event-log/refusals/refusals.listener';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

describe('the log of events', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'never' });
  });

  afterAll(() => server.close());

  const eventsOf = async (client_id: string): Promise<Event[]> => {
    const events: Event[] = [];
    for await (const event of server.app.get(EventLogService).ofClient(client_id)) events.push(event);
    return events;
  };

  it('has every change of a client, with who made it and what changed', async () => {
    const registered = await server.register(aClient({ client_name: 'App' }));
    const { client_id } = registered;
    const client = managing(server, registered);
    await client.patch({ client_name: 'Other', contacts: ['a@app.example'] });
    await client.rotateSecret();
    await setStatus(server, client_id, 'disabled', 'a while');
    await client.remove();
    const itself = { type: 'registration_access_token', client_id };
    expect(await eventsOf(client_id)).toMatchObject([
      {
        type: 'client.registered',
        actor: { type: 'access_token', client_id: 'registerClient', jti: expect.any(String) },
        issuer: 'http://localhost:3000',
        request_id: expect.any(String),
        client_id,
        revision: 1,
        registrar: 'registerClient',
        data: { status: 'active', metadata: { client_name: 'App', grant_types: ['client_credentials'] } },
      },
      {
        type: 'client.updated',
        actor: itself,
        revision: 2,
        data: {
          changes: { client_name: { before: 'App', after: 'Other' }, contacts: { after: ['a@app.example'] } },
          credentials_changed: false,
        },
      },
      { type: 'client.secret_rotated', actor: itself, data: {} },
      {
        type: 'client.disabled',
        actor: { type: 'command', command: 'test' },
        data: { before: 'active', after: 'disabled', reason: 'a while' },
      },
      { type: 'client.deleted', actor: itself, registrar: 'registerClient', data: { client_name: 'Other' } },
    ]);
  });

  it('has the id of the request that the response names', async () => {
    const id = randomUUID();
    const { json } = await server.postRegister(aClient(), {
      Authorization: `Bearer ${await server.registerToken()}`,
      'X-Request-Id': id,
    });
    const [event] = await eventsOf(json['client_id'] as string);
    expect([event?.request_id, event?.type]).toEqual([id, 'client.registered']);
  });

  it('has the refusal of a change that fails, and no event of the change', async () => {
    const registered = await server.register(aClient());
    const client = managing(server, registered);
    const updated = await client.patch({ client_name: 'One' });
    const refused = await client.patch({ client_name: 'Two' }, { 'If-Match': '"0"' });
    expect([updated.status, refused.status]).toEqual([200, 412]);
    await server.app.get(RefusalsListener).flush('test');
    expect((await eventsOf(registered.client_id)).map(({ type }) => type)).toEqual([
      'client.registered',
      'client.updated',
      'update.refused',
    ]);
  });

  it('has neither a secret nor a token, and no hash of one', async () => {
    const registered = await server.register(aClient());
    const client = managing(server, registered);
    const rotated = await client.rotateSecret();
    const patched = await client.patch({ token_endpoint_auth_method: 'client_secret_jwt' });
    const text = JSON.stringify(await eventsOf(registered.client_id));
    const secrets = [registered, rotated.json, patched.json].flatMap((json) => [
      json['client_secret'],
      json['registration_access_token'],
    ]);
    for (const secret of secrets.filter((one) => one !== undefined)) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/"hash"|sealed|client_secrets|registration_access_tokens"/);
  });
});
