import { randomUUID } from 'node:crypto';
import { WebhookDeliveryRepository } from '../../src/webhooks/webhook-delivery.repository';
import type { Webhook } from '../../src/webhooks/webhook.entity';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { deliver, eventsFrom, withoutTasks } from '../support/driven-webhooks';
import { eventsAbout } from '../support/events-about';
import { pagesOf } from '../support/pages';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const PATH = '/admin/webhooks';
const UNKNOWN = `${PATH}/019e0000-0000-7000-8000-000000000000`;
const FIVE_DAYS_MS = 432_000_000;

describe(PATH, () => {
  let receiver: WebhookReceiver;
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    server = await withoutTasks(await createTestApp({ ...receiver.variables, WEBHOOK_TIMEOUT: '3' }));
    administrator = await administering(server);
  });

  afterAll(async () => {
    await receiver.https.close();
    await server.close();
  });

  const make = async (own: Readonly<Record<string, unknown>> = {}, headers = {}): Promise<Record<string, string>> => {
    const answer = await administrator.post(PATH, { url: receiver.url, ...own }, headers);
    expect(answer.status).toBe(201);
    const made = answer.json as Record<string, string>;
    receiver.secrets = [made['secret'] ?? ''];
    receiver.reply = () => 200;
    receiver.forget();
    return made;
  };
  const at = ({ id = '' }: Record<string, string>): string => `${PATH}/${id}`;
  const deliverTo = (webhook: Record<string, string>, laterMs?: number): Promise<void> =>
    deliver([server], webhook as unknown as Webhook, laterMs);

  it('makes a webhook whose secret is shown once and signs its messages, with events of the administrator', async () => {
    const made = await make({ types: ['client.registered'], label: 'CRM' });
    expect(made).toMatchObject({
      secret: expect.stringMatching(/^whsec_/) as string,
      status: 'active',
      types: ['client.registered'],
      label: 'CRM',
      created_by: { client_id: 'administrator' },
    });
    const { client_id } = await server.register(aClient());
    await deliverTo(made);
    expect(receiver.accepted).toMatchObject([{ type: 'client.registered', data: { client_id } }]);
    const { json, text } = await administrator.get(at(made));
    expect(json).toMatchObject({
      id: made['id'],
      behind: 0,
      pending: 0,
      dead_letters: 0,
      secrets: [{ ends_at: 'never' }],
    });
    expect(text).not.toMatch(/whsec_|sealed/);
    expect((await administrator.remove(at(made))).status).toBe(204);
    expectRefusal(await administrator.get(at(made)), 404, 'not_found');
    expect(await eventsAbout(server, made['id'])).toEqual([
      ['webhook.created', 'administrator'],
      ['webhook.deleted', 'administrator'],
    ]);
  });

  it('lists webhooks by pages, and makes one for equal requests with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await make({}, headers);
    expect(await make({}, headers)).toEqual(first);
    const second = await make();
    const { pages, items } = await pagesOf(administrator, `${PATH}?limit=1`, 'webhooks');
    expect(pages).toBe(items.length);
    expect(items.slice(-2).map(({ id }) => id)).toEqual([first['id'], second['id']]);
    expect((await administrator.get(PATH)).text).not.toMatch(/whsec_|sealed/);
    await administrator.remove(at(first));
    expectRefusal(await administrator.post(PATH, { url: receiver.url }, headers), 409, 'invalid_request');
  });

  it('pauses and resumes a webhook, again without an effect', async () => {
    const made = await make({ types: ['client.registered'] });
    for (const action of ['pause', 'pause'])
      expect((await administrator.post(`${at(made)}/${action}`)).json).toMatchObject({
        status: 'paused',
        reason: 'an operator paused it',
      });
    await server.register(aClient());
    await deliverTo(made);
    expect(receiver.accepted).toEqual([]);
    for (const action of ['resume', 'resume'])
      expect((await administrator.post(`${at(made)}/${action}`)).json['status']).toBe('active');
    await deliverTo(made);
    expect(receiver.accepted).toHaveLength(1);
    expect((await eventsAbout(server, made['id'])).map(([type]) => type)).toEqual([
      'webhook.created',
      'webhook.paused',
      'webhook.resumed',
    ]);
  });

  it('sends a test message, and says what became of it', async () => {
    const made = await make();
    const accepted = await administrator.post(`${at(made)}/test`);
    expect([accepted.status, accepted.json]).toEqual([
      200,
      { id: made['id'], result: 'delivered', reason: expect.any(String) as string },
    ]);
    expect(receiver.accepted.map(({ type }) => type)).toEqual(['webhook.test']);
    receiver.reply = () => 503;
    const { status, json } = await administrator.post(`${at(made)}/test`);
    expect([status, json['result']]).toEqual([200, expect.not.stringMatching('delivered')]);
  });

  it('gives a webhook a new secret; both sign until the overlap ends', async () => {
    const made = await make({ types: ['client.registered'] });
    const { json } = await administrator.post(`${at(made)}/secret`, { overlap: 600 });
    expect(json).toEqual({ id: made['id'], secret: expect.stringMatching(/^whsec_/) as string });
    for (const secret of [made['secret'], json['secret']]) {
      receiver.secrets = [String(secret)];
      await administrator.post(`${at(made)}/test`);
    }
    expect([receiver.accepted.length, receiver.refused]).toEqual([2, []]);
    expect((await administrator.get(at(made))).json['secrets']).toHaveLength(2);
  });

  it('lists dead letters by pages, and replays one event, a range, and what happened since a moment', async () => {
    const made = await make({ types: ['client.registered'] });
    const { next_position } = (await administrator.get(at(made))).json as { next_position: number };
    receiver.reply = () => 500;
    for (const name of ['one', 'two']) await server.register(aClient({ client_name: name }));
    const [first = '', second = ''] = await registrations(next_position);
    await deliverTo(made);
    await giveUp(made);
    const { pages, items } = await pagesOf(administrator, `${at(made)}/dead-letters?limit=1`, 'dead_letters');
    expect([pages, items.map(({ message_id }) => message_id)]).toEqual([2, [first, second].sort()]);
    receiver.reply = () => 200;
    await administrator.post(`${at(made)}/resume`);
    const replay = async (body: unknown): Promise<unknown> => {
      receiver.forget();
      const answer = await administrator.post(`${at(made)}/replay`, body);
      await deliverTo(made, FIVE_DAYS_MS);
      return [answer.status, answer.json['events'], receiver.accepted.length];
    };
    expect(await replay({ event: first })).toEqual([200, 1, 1]);
    expect(await replay({ from: next_position })).toEqual([200, 2, 2]);
    expect(await replay({ from: 0, to: next_position })).toEqual([200, expect.any(Number), expect.any(Number)]);
    expect(await replay({ from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toEqual([200, 0, 0]);
  });

  /** The ids of the events of registrations from a position of the log on. */
  const registrations = async (position: number): Promise<string[]> => {
    const ids = await eventsFrom(server, position);
    const { json } = await administrator.get('/admin/clients?limit=200');
    const found = [];
    for (const { client_id } of json['clients'] as readonly { client_id: string }[]) {
      const history = await administrator.get(`/admin/clients/${client_id}/history?limit=1`);
      const [event] = history.json['events'] as readonly { id: string; type: string }[];
      if (event && event.type === 'client.registered' && ids.includes(event.id)) found.push(event.id);
    }
    return found;
  };

  /** Tries again until every message of the webhook is given up. */
  const giveUp = async (webhook: Record<string, string>): Promise<void> => {
    for (let day = 1; day < 40; day += 1) {
      await deliverTo(webhook, day * 86_400_000);
      const { pending } = await server.app.get(WebhookDeliveryRepository).counts(webhook['id'] ?? '');
      if (pending === 0) return;
    }
  };

  it.each([
    [{}, 'url must be sent; use the https address of the receiver'],
    [
      { url: 'http://a.example/' },
      'url must be an https address without user information and fragment, of at most 2048 characters',
    ],
    [
      { url: 'https://a.example/\u0000' },
      'url must be a text of 1 to 2048 characters without control characters; use an https address',
    ],
    [
      { url: 'https://a.example/', types: 'client.*' },
      'types must be an array of at most 100 texts; use client.registered',
    ],
    [
      { url: 'https://a.example/', registrars: ['\u0000'] },
      'registrars[0] must be a text of 1 to 255 characters without control characters; use the client_id of a registrar',
    ],
    [
      { url: 'https://a.example/', secret: 'x' },
      'secret must not be sent here; use url, label, types, registrars, policies',
    ],
  ])('refuses the webhook %j', async (body, sentence) => {
    const refusal = expectRefusal(await administrator.post(PATH, body), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
  });

  it('refuses a type that no event has', async () => {
    const answer = await administrator.post(PATH, { url: receiver.url, types: ['client.registred'] });
    expect(expectRefusal(answer, 400, 'invalid_request')['error_description']).toMatch(
      /^type client.registred must be one of /,
    );
  });

  it.each([
    [{}, 'the body must have either event, or from with or without to; send one of the two'],
    [{ event: 'x', from: 1 }, 'the body must have either event, or from with or without to; send one of the two'],
    [{ to: 1 }, 'the body must have either event, or from with or without to; send one of the two'],
    [{ event: 'x' }, 'event: the log has no sealed event x; repeat it in a few seconds'],
    [
      { event: '\u0000' },
      'event must be a text of 1 to 255 characters without control characters; use the id of an event',
    ],
    [{ from: 'soon' }, 'from must be a position of the log, or a moment of RFC 3339; use 2026-01-31T12:00:00Z'],
    [{ from: -1 }, 'from must be a position of the log, or a moment of RFC 3339; use 2026-01-31T12:00:00Z'],
  ])('refuses the replay %j', async (body, sentence) => {
    const made = await make();
    const refusal = expectRefusal(await administrator.post(`${at(made)}/replay`, body), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
  });

  it('does not find an unknown webhook', async () => {
    for (const path of [UNKNOWN, `${PATH}/%00`]) {
      for (const action of ['pause', 'resume', 'test', 'secret'])
        expectRefusal(await administrator.post(`${path}/${action}`), 404, 'not_found');
      expectRefusal(await administrator.post(`${path}/replay`, { from: 0 }), 404, 'not_found');
      expectRefusal(await administrator.get(path), 404, 'not_found');
      expectRefusal(await administrator.get(`${path}/dead-letters`), 404, 'not_found');
      expectRefusal(await administrator.remove(path), 404, 'not_found');
    }
  });
});
