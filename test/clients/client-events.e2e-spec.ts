import { Injectable } from '@nestjs/common';
import { LastUsedTracker } from '../../src/clients/last-used.tracker';
import { ClientRepository } from '../../src/clients/client.repository';
import { ClientsService } from '../../src/clients/clients.service';
import type { ClientEvent } from '../../src/clients/events/client-event';
import { type ClientListener, ListensToClients } from '../../src/clients/events/client-listener';
import type { RequestContext } from '../../src/core/request-context';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

/** Records events as listeners of either kind get them. */
@ListensToClients()
@Injectable()
class EventRecorder implements ClientListener {
  readonly stored: ClientEvent[] = [];
  readonly notified: [context: RequestContext, event: ClientEvent][] = [];

  store(_context: RequestContext, event: ClientEvent): void {
    this.stored.push(event);
  }

  notify(context: RequestContext, event: ClientEvent): void {
    this.notified.push([context, event]);
  }

  clear(): void {
    this.stored.length = 0;
    this.notified.length = 0;
  }
}

describe('an event', () => {
  let server: TestServer;
  let events: EventRecorder;

  beforeAll(async () => {
    server = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'never' }, undefined, [EventRecorder]);
    events = server.app.get(EventRecorder);
  });

  beforeEach(() => {
    events.clear();
  });

  afterAll(() => server.close());

  /** The events that were published to `notify`, with the kind of their actor. */
  const published = (): string[] => events.notified.map(([{ actor }, { type }]) => `${type} by ${actor.type}`);
  const updates = (): ClientEvent[] => events.stored.filter(({ type }) => type === 'ClientUpdated');

  it('is published for every change of a client, with the actor of its request', async () => {
    const registered = await server.register(aClient());
    const client = managing(server, registered);
    await client.patch({ client_name: 'Other' });
    await client.rotateSecret();
    await setStatus(server, registered.client_id, 'disabled');
    await client.remove();
    expect(published()).toEqual([
      'ClientUsed by client_authentication',
      'ClientRegistered by access_token',
      'ClientUsed by registration_access_token',
      'ClientUpdated by registration_access_token',
      'ClientUsed by registration_access_token',
      'ClientSecretRotated by registration_access_token',
      'ClientDisabled by command',
      'ClientUsed by registration_access_token',
      'ClientDeleted by registration_access_token',
    ]);
    const stored = events.stored.map(({ type }) => type);
    expect(stored).toEqual(events.notified.map(([, { type }]) => type).filter((type) => type !== 'ClientUsed'));
  });

  it('of an update names the members with other values, and whether credentials changed', async () => {
    const client = managing(server, await server.register(aClient()));
    await client.patch({ client_name: 'Other', contacts: ['a@app.example'] });
    await client.patch({ token_endpoint_auth_method: 'client_secret_jwt' });
    expect(updates()).toMatchObject([
      { members: ['contacts', 'client_name'], changesCredentials: false },
      { members: ['token_endpoint_auth_method'], changesCredentials: true },
    ]);
  });

  it('is published when the first use of a new registration access token ends the old one', async () => {
    const rotating = await createTestApp({ REGISTRATION_TOKEN_ROTATION: 'on_update' }, undefined, [EventRecorder]);
    const client = await rotating.register(aClient());
    const { json } = await managing(rotating, client).patch({ client_name: 'Other' });
    const recorder = rotating.app.get(EventRecorder);
    recorder.clear();
    await managing(rotating, json as unknown as typeof client).read();
    expect(recorder.stored).toMatchObject([{ type: 'RegistrationTokensReplaced' }]);
    expect(recorder.notified.map(([{ actor }]) => actor.type)).toEqual(Array(2).fill('registration_access_token'));
    await rotating.close();
  });

  it('is not published when the change was refused', async () => {
    const client = managing(server, await server.register(aClient()));
    events.clear();
    expect((await client.patch({ client_name: 5 })).status).toBe(400);
    expect((await client.put(aClient(), { 'If-Match': '"7"' })).status).toBe(412);
    expect(published()).toEqual(['ClientUsed by registration_access_token', 'ClientUsed by registration_access_token']);
  });

  it('of a change that fails because of another writer is not published after the commit', async () => {
    const { client_id } = await server.register(aClient());
    const [clients, service] = [server.app.get(ClientRepository), server.app.get(ClientsService)];
    const before = await clients.find(client_id);
    if (!before) throw new Error('not stored');
    await service.rotateSecret(commandContext(server), before, before.client_secrets);
    events.clear();
    await expect(service.remove(commandContext(server), before)).rejects.toMatchObject({ name: 'StaleClient' });
    expect(published()).toEqual([]);
    expect(await clients.find(client_id)).toBeDefined();
  });

  it('of a use is stored by no request', async () => {
    await server.app.get(LastUsedTracker).flush();
    expect(published()).toEqual([]);
  });
});
