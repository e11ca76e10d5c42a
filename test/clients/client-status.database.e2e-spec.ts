import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ClientSearchService } from '../../src/client-search/client-search.service';
import type { ClientEvent } from '../../src/clients/events/client-event';
import { type ClientListener, ListensToClients } from '../../src/clients/events/client-listener';
import { ClientStatusService } from '../../src/clients/status/client-status.service';
import type { StatusAction } from '../../src/clients/status/status-transitions';
import { RefusedOperation, UnknownResource } from '../../src/core/errors/refused-operation';
import type { RequestContext } from '../../src/core/request-context';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const CLIENTS = 100;

@ListensToClients()
@Injectable()
class EventRecorder implements ClientListener {
  readonly stored: ClientEvent[] = [];

  store(_context: RequestContext, event: ClientEvent): void {
    this.stored.push(event);
  }
}

describe('the status of a client, which an operator changes', () => {
  let database: TestDatabase;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    [one, other] = await Promise.all([createTestApp({}, database, [EventRecorder]), createTestApp({}, database)]);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  const change = (server: TestServer, client_id: string, action: StatusAction, reason?: string): Promise<unknown> =>
    server.app.get(ClientStatusService).change(commandContext(server), client_id, action, reason);

  const aPendingClient = async (): Promise<RegisteredClient> => {
    const client = await one.register(aClient());
    await setStatus(one, client.client_id, 'pending');
    return client;
  };

  const tokenFor = ({ client_id, client_secret }: RegisteredClient, server = other): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });

  it(`is what one of two contrary decisions says, of ${CLIENTS} clients over two nodes`, async () => {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, aPendingClient));
    const outcomes = await Promise.all(
      clients.map(async (client, index) => {
        const [first, second] = index % 2 === 0 ? [one, other] : [other, one];
        const [approval, rejection] = await Promise.allSettled([
          change(first, client.client_id, 'approve'),
          change(second, client.client_id, 'reject', 'no'),
        ]);
        for (const one of [approval, rejection])
          if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(RefusedOperation);
        const { status } = await tokenFor(client);
        return [approval.status, rejection.status, status].join(' ');
      }),
    );
    const consistent = ['fulfilled rejected 200', 'rejected fulfilled 400'];
    expect(outcomes.filter((outcome) => !consistent.includes(outcome))).toEqual([]);
  });

  it('ends the access tokens of a disabled client at once on every node, and enabling needs no new secret', async () => {
    const client = await one.register(aClient());
    const { access_token } = (await tokenFor(client)).json;
    const introspect = async (): Promise<unknown> => {
      const { client_id, client_secret } = await one.register(aClient());
      const form = new URLSearchParams({ client_id, client_secret, token: String(access_token) }).toString();
      return (await other.send('POST', '/introspect', FORM, form)).json['active'];
    };
    await change(one, client.client_id, 'disable', 'Suspicious requests.');
    expectRefusal(await tokenFor(client), 401, 'invalid_client');
    expect(await introspect()).toBe(false);
    expect((await managing(other, client).read()).json).toMatchObject({
      client_status: 'disabled',
      client_status_reason: 'Suspicious requests.',
    });
    await change(other, client.client_id, 'enable');
    expect((await tokenFor(client, one)).status).toBe(200);
    const { json } = await managing(one, client).read();
    expect(Object.keys(json).filter((member) => member.startsWith('client_status'))).toEqual([]);
  });

  it('comes with words for a rejected client, which only the client itself learns', async () => {
    const client = await aPendingClient();
    const reason = 'The logo "x" is not yours \u2013 sorry.';
    await change(one, client.client_id, 'reject', reason);
    const refused = expectRefusal(await tokenFor(client), 400, 'access_denied');
    expect(refused['error_description']).toBe(
      "the client was rejected by the operator (The logo 'x' is not yours ? sorry.); ask the operator",
    );
    expect((await managing(one, client).read()).json).toMatchObject({
      client_status: 'rejected',
      client_status_reason: reason,
    });
    const stranger = await tokenFor({ ...client, client_secret: 'wrong' });
    expect(expectRefusal(stranger, 401, 'invalid_client')).toEqual((await tokenFor(aStranger(client))).json);
  });

  it('of a public client is said at /token without the words', async () => {
    const redirect_uris = ['https://app.example/callback'];
    const client = await one.register({ redirect_uris, token_endpoint_auth_method: 'none' });
    await setStatus(one, client.client_id, 'rejected', 'secret words');
    const answer = await one.token({ grant_type: 'client_credentials', client_id: client.client_id });
    expect(expectRefusal(answer, 400, 'access_denied')['error_description']).not.toMatch(/secret words/);
  });

  it('changes by one event for each step, with the actor, the reason and the status before', async () => {
    const recorder = one.app.get(EventRecorder);
    const client = await aPendingClient();
    const rejected = await aPendingClient();
    recorder.stored.length = 0;
    await change(one, client.client_id, 'approve');
    await change(one, client.client_id, 'disable', 'a while');
    await change(one, client.client_id, 'enable');
    await change(one, rejected.client_id, 'reject', 'no');
    await expect(change(one, rejected.client_id, 'approve')).rejects.toThrow(RefusedOperation);
    const by = { type: 'command', command: 'test' };
    const since = expect.any(Number) as number;
    expect(recorder.stored).toMatchObject([
      { type: 'ClientApproved', before: { status: 'pending' }, client: { status: 'active', status_change: { by } } },
      { type: 'ClientDisabled', client: { status: 'disabled', status_change: { by, at: since, reason: 'a while' } } },
      { type: 'ClientEnabled', before: { status: 'disabled' }, client: { status: 'active' } },
      { type: 'ClientRejected', before: { status: 'pending' }, client: { status_change: { reason: 'no' } } },
    ]);
    expect(recorder.stored[2]).not.toHaveProperty('client.status_change.reason');
  });

  it('is not changed for an unknown client, nor for one of the environment', async () => {
    await expect(change(one, randomUUID(), 'disable')).rejects.toThrow(UnknownResource);
    await expect(change(one, 'registerClient', 'disable')).rejects.toThrow(/must not be one of the environment/);
  });

  it('is what clients are listed by, a page at a time, each once and in their order', async () => {
    const listed: string[] = [];
    const rejected: string[] = [];
    for await (const client of one.app.get(ClientSearchService).all({})) {
      expect(client).not.toHaveProperty('client_secrets');
      listed.push(client.client_id);
      if (client.status === 'rejected') rejected.push(client.client_id);
    }
    expect(listed.length).toBeGreaterThan(CLIENTS);
    expect([...new Set(listed)].sort()).toEqual(listed);
    const found: string[] = [];
    for await (const { client_id } of other.app.get(ClientSearchService).all({ status: 'rejected' }))
      found.push(client_id);
    expect(found).toEqual(rejected);
  });
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const aStranger = (client: RegisteredClient): RegisteredClient => ({ ...client, client_id: randomUUID() });
