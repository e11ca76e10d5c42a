import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { openCheckpoint } from '../../src/core/merkle/checkpoint';
import { CheckpointKeysService } from '../../src/event-log/sealing/checkpoint-keys.service';
import { UpkeepService } from '../../src/webhooks/delivery/upkeep.service';
import { WebhookDelivery } from '../../src/webhooks/webhook-delivery.entity';
import { WebhookStatusService } from '../../src/webhooks/webhook-status.service';
import type { Webhook } from '../../src/webhooks/webhook.entity';
import { type NewWebhook, WebhooksService } from '../../src/webhooks/webhooks.service';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { contextOf } from '../support/context-of';
import { aWebhook, deliver, eventsFrom, seal, withoutTasks } from '../support/driven-webhooks';
import { jsonLines } from '../support/json-lines';
import { managing } from '../support/managing';
import { SECRET_KEYS } from '../support/secret-keys';
import { createTestApp } from '../support/test-app';
import { databaseKind } from '../support/test-database';
import type { TestServer } from '../support/test-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const GUIDE = readFileSync(join(__dirname, '../../docs/WEBHOOKS.md'), 'utf8');
const NEWER_KEY = `2:${Buffer.alloc(32, 8).toString('base64')}`;
const HOUR_MS = 3_600_000;
const THREE_DAYS_MS = 72 * HOUR_MS;
const MOST_ATTEMPTS = 13;

describe('webhooks', () => {
  let receiver: WebhookReceiver;
  let node: TestServer;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    node = await withoutTasks(await createTestApp({ ...receiver.variables, WEBHOOK_TIMEOUT: '3' }));
  });

  afterAll(async () => {
    await receiver.https.close();
    await node.close();
  });

  beforeEach(() => {
    receiver.reply = () => 200;
    receiver.secrets = [];
  });

  /** What the receiver refused to verify, after each test. */
  afterEach(() => {
    expect(receiver.refused).toEqual([]);
  });

  const make = async (wanted: Partial<NewWebhook> = {}): Promise<Webhook> => {
    const { secret, webhook } = await aWebhook(node, { url: receiver.url, ...wanted });
    receiver.secrets = [secret];
    receiver.forget();
    return webhook;
  };

  const service = (): WebhooksService => node.app.get(WebhooksService);
  const types = (): string[] => receiver.accepted.map(({ type }) => type);
  const list = async (...words: string[]): Promise<unknown[]> => {
    const { code, stdout, stderr } = await clientele(
      { url: node.database.url, variables: { ...receiver.variables, WEBHOOK_TIMEOUT: '3' } },
      'webhooks',
      ...words,
      '--json',
    );
    if (code !== 0) throw new Error(stderr);
    return jsonLines(stdout);
  };
  const run = async (...words: string[]): Promise<Record<string, unknown>> =>
    (await list(...words))[0] as Record<string, unknown>;

  it('get messages as Standard Webhooks describes them, with all of the event but the address and without a secret', async () => {
    const webhook = await make();
    const registered = await node.register(aClient({ client_name: 'App' }));
    const { json } = await managing(node, registered).rotateSecret();
    await deliver([node], webhook);
    const messages = receiver.raw.map(({ body, headers }) => ({ headers, body: JSON.parse(body) as { type: string } }));
    // The event without a client waits for none, and none for it.
    const [created, first] = ['webhook.created', 'client.registered'].map((type) =>
      messages.find(({ body }) => body.type === type),
    );
    expect(created?.body).toMatchObject({ type: 'webhook.created', data: { data: { webhook: webhook.id } } });
    const [id] = await eventsFrom(node, webhook.next_position + 1);
    expect(first).toMatchObject({
      headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': expect.any(String) },
      body: {
        type: 'client.registered',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: {
          id,
          position: webhook.next_position + 1,
          actor: { type: 'access_token', client_id: 'registerClient' },
          client_id: registered.client_id,
          registrar: 'registerClient',
          data: { metadata: { client_name: 'App' } },
        },
      },
    });
    expect(types().filter((type) => type.startsWith('client.'))).toEqual([
      'client.registered',
      'client.secret_rotated',
    ]);
    expect(types()).toHaveLength(3);
    const text = receiver.raw.map(({ body }) => body).join();
    for (const secret of [registered.client_secret, registered.registration_access_token, json['client_secret']])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/whsec_|"address/);
    expect(await node.app.get(DataSource).getRepository(WebhookDelivery).countBy({ webhook_id: webhook.id })).toBe(0);
  });

  it('get only the events of their types, registrars and policies', async () => {
    const filters: Partial<NewWebhook>[] = [
      { types: ['client.deleted'] },
      { types: ['client.*'], registrars: ['registerClient'] },
      { registrars: ['another'] },
      { policies: ['another'] },
    ];
    const webhooks: Webhook[] = [];
    for (const filter of filters) webhooks.push(await make(filter));
    receiver.secrets = [];
    await managing(node, await node.register(aClient())).remove();
    const got: string[][] = [];
    for (const webhook of webhooks) {
      receiver.forget();
      await deliver([node], webhook);
      got.push(types());
    }
    expect(got).toEqual([['client.deleted'], ['client.registered', 'client.deleted'], [], []]);
  });

  // It waits for WEBHOOK_TIMEOUT, which is the same on both databases.
  if (databaseKind === 'sqlite')
    it('deliver the events of other clients while those of one hang, and wait with its next ones', async () => {
      const webhook = await make({ types: ['client.*'] });
      const [slow, other] = [await node.register(aClient()), await node.register(aClient())];
      receiver.reply = ({ data }) => (data.client_id === slow.client_id ? () => undefined : 200);
      for (const client of [slow, other]) await managing(node, client).patch({ client_name: 'New' });
      await deliver([node], webhook);
      expect(receiver.received.filter(({ data }) => data.client_id === slow.client_id)).toHaveLength(1);
      expect(types()).toEqual(['client.registered', 'client.updated']);
      receiver.reply = () => 200;
      await deliver([node], webhook, HOUR_MS);
      expect(receiver.accepted.slice(2).map(({ data, type }) => [data.client_id, type])).toEqual([
        [slow.client_id, 'client.registered'],
        [slow.client_id, 'client.updated'],
      ]);
    });

  it('give an event up after two days of attempts, list it, and deliver it again on request', async () => {
    const webhook = await make({ types: ['client.*'] });
    const { client_id, ...client } = await node.register(aClient());
    await managing(node, { ...client, client_id }).patch({ client_name: 'New' });
    receiver.reply = ({ type }) => (type === 'client.registered' ? 422 : 200);
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1)
      await deliver([node], webhook, attempt * THREE_DAYS_MS);
    expect([receiver.received.length, types()]).toEqual([MOST_ATTEMPTS - 1, []]);
    await deliver([node], webhook, MOST_ATTEMPTS * THREE_DAYS_MS);
    expect(types()).toEqual(['client.updated']);
    const ids = new Set(receiver.received.filter(({ type }) => type === 'client.registered').map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [event = ''] = ids;
    const letters = await list('dead-letters', webhook.id);
    expect(letters).toMatchObject([
      {
        message_id: event,
        type: 'client.registered',
        line: client_id,
        attempts: MOST_ATTEMPTS,
        last_error: 'the status is 422',
      },
    ]);

    receiver.reply = () => 200;
    expect(await run('replay', webhook.id, '--event', event)).toEqual({ id: webhook.id, events: 1 });
    await deliver([node], webhook);
    expect(receiver.accepted.map(({ id, type }) => [id, type]).at(-1)).toEqual([event, 'client.registered']);
    expect(await list('dead-letters', webhook.id)).toEqual([]);
  });

  it('forget what was given up 30 days ago', async () => {
    const webhook = await make({ types: ['client.registered'] });
    await node.register(aClient());
    receiver.reply = () => 500;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1)
      await deliver([node], webhook, attempt * THREE_DAYS_MS);
    const dead = async (): Promise<number> => (await service().progress(webhook.id)).dead;
    const endsAt = Date.now() + MOST_ATTEMPTS * THREE_DAYS_MS + 30 * 24 * HOUR_MS;
    await node.app.get(UpkeepService).deleteDeadLetters(new Date(endsAt - HOUR_MS));
    expect(await dead()).toBe(1);
    await node.app.get(UpkeepService).deleteDeadLetters(new Date(endsAt + HOUR_MS));
    expect(await dead()).toBe(0);
  });

  it('are paused by the server when ten deliveries in a row fail, and resume by themselves', async () => {
    const webhook = await make({ types: ['client.registered'] });
    receiver.reply = () => 503;
    await Promise.all(Array.from({ length: 12 }, () => node.register(aClient())));
    await deliver([node], webhook);
    expect(await service().require(webhook.id)).toMatchObject({ status: 'failing', probe_at: expect.any(Date) });
    const attempts = receiver.received.length;
    for (let probe = 1; probe <= 3; probe += 1) await deliver([node], webhook, probe * HOUR_MS);
    expect(receiver.received.length).toBe(attempts + 3);
    expect(receiver.accepted).toEqual([]);
    receiver.reply = () => 200;
    await deliver([node], webhook, 4 * HOUR_MS);
    expect(receiver.accepted).toHaveLength(12);
    expect(await service().progress(webhook.id)).toMatchObject({ pending: 0, dead: 0, webhook: { status: 'active' } });
  });

  it.each([429, 503])(
    'wait as long as a receiver asks that answers %i, and not longer than four hours',
    async (status) => {
      const webhook = await make({ types: ['client.registered'] });
      const answer = (retryAfter: string): void => {
        receiver.reply = () => (response) => response.writeHead(status, { 'Retry-After': retryAfter }).end();
      };
      const attemptsAfter = async (ms: number): Promise<number> => {
        const before = receiver.received.length;
        await deliver([node], webhook, ms);
        return receiver.received.length - before;
      };
      await node.register(aClient());
      answer('3600');
      expect(await attemptsAfter(0)).toBe(1);
      await node.register(aClient()); // The event of another client waits too.
      expect(await attemptsAfter(0.98 * HOUR_MS)).toBe(0);
      expect(await run('show', webhook.id)).toMatchObject({ pending: 1, held_until: expect.any(String) });
      answer(new Date(Date.now() + 100 * HOUR_MS).toUTCString());
      expect(await attemptsAfter(1.01 * HOUR_MS)).toBeGreaterThan(0);
      expect(await attemptsAfter(4.9 * HOUR_MS)).toBe(0);
      answer('1'); // Sooner than the pauses of the server.
      expect(await attemptsAfter(5.1 * HOUR_MS)).toBeGreaterThan(0);
      expect(await attemptsAfter(5.1 * HOUR_MS + 2000)).toBe(0);
      receiver.reply = () => 200;
      await deliver([node], webhook, 6 * HOUR_MS);
      expect(receiver.accepted).toHaveLength(2);
    },
  );

  it('send nothing to a receiver that asked to wait, until an operator resumes them', async () => {
    const webhook = await make({ types: ['client.registered'] });
    receiver.reply = () => (response) => response.writeHead(503, { 'Retry-After': '7200' }).end();
    await Promise.all(Array.from({ length: 12 }, () => node.register(aClient())));
    await deliver([node], webhook);
    const attempts = receiver.received.length;
    await deliver([node], webhook, HOUR_MS);
    expect(receiver.received.length).toBe(attempts);
    receiver.reply = () => 200;
    await run('pause', webhook.id);
    await run('resume', webhook.id);
    await deliver([node], webhook, HOUR_MS);
    expect(receiver.accepted).toHaveLength(12);
  });

  it('are paused and resumed by an operator, and by 410 Gone, and lose nothing', async () => {
    const webhook = await make({ types: ['client.registered', 'webhook.*'] });
    await run('pause', webhook.id);
    const { client_id } = await node.register(aClient());
    await deliver([node], webhook);
    expect(receiver.received).toEqual([]);
    receiver.reply = () => 410;
    expect(await run('resume', webhook.id)).toMatchObject({ status: 'active' });
    await deliver([node], webhook);
    expect(await run('show', webhook.id)).toMatchObject({
      status: 'paused',
      reason: 'the receiver answered 410 Gone',
      secrets: [{ ends_at: 'never' }],
    });
    receiver.reply = () => 200;
    await deliver([node], webhook, HOUR_MS);
    expect(receiver.accepted).toEqual([]);
    expect(await node.app.get(WebhookStatusService).resume(contextOf(node), webhook.id)).toBe(true);
    expect(await node.app.get(WebhookStatusService).resume(contextOf(node), webhook.id)).toBe(false);
    await deliver([node], webhook);
    expect(types().sort()).toEqual([
      'client.registered',
      ...['webhook.created', 'webhook.paused', 'webhook.paused', 'webhook.resumed', 'webhook.resumed'],
    ]);
    expect(receiver.accepted.find(({ data }) => data.client_id === client_id)).toBeDefined();
  });

  it('have signatures by both secrets during the overlap of a rotation, and by the new one after it', async () => {
    const webhook = await make({ types: ['client.registered'] });
    const [old = ''] = receiver.secrets;
    const { secret } = (await run('rotate-secret', webhook.id, '--overlap', '1h')) as { secret: string };
    receiver.secrets = [old, secret];
    await node.register(aClient());
    await deliver([node], webhook);
    expect(receiver.accepted).toHaveLength(1);
    const { secret: third } = (await run('rotate-secret', webhook.id, '--overlap', 'none', '--yes')) as {
      secret: string;
    };
    receiver.secrets = [third];
    await node.register(aClient());
    await deliver([node], webhook);
    expect(receiver.raw.map(({ headers }) => headers['webhook-signature']?.split(' ').length)).toEqual([2, 1]);
  });

  it('get a test message, whatever their filter and status are', async () => {
    const webhook = await make({ types: ['client.deleted'] });
    await run('pause', webhook.id);
    expect(await run('test', webhook.id)).toEqual({ id: webhook.id, result: 'delivered', reason: 'the status is 200' });
    expect(receiver.received).toMatchObject([{ type: 'webhook.test', data: { webhook: webhook.id } }]);
    receiver.reply = () => (response) => response.writeHead(302, { Location: `${receiver.url}/other` }).end();
    await expect(run('test', webhook.id)).rejects.toThrow('did not accept the message: the status is 302');
    const inside = await make({ url: 'https://127.0.0.1/hook' });
    await expect(run('test', inside.id)).rejects.toThrow('127.0.0.1 is not a public address');
  });

  it('get the events of a part of the log again', async () => {
    const webhook = await make({ types: ['client.registered'] });
    const before = new Date();
    const clients = [];
    for (let count = 0; count < 3; count += 1) clients.push((await node.register(aClient())).client_id);
    await deliver([node], webhook);
    const positions = receiver.accepted.map(({ data }) => data.position).sort((one, other) => one - other);
    receiver.forget();
    const replay = async (...words: string[]): Promise<unknown> => {
      const { events } = await run('replay', webhook.id, ...words);
      await deliver([node], webhook);
      return [
        events,
        receiver.accepted
          .splice(0)
          .map(({ data }) => data.client_id)
          .sort(),
      ];
    };
    const [first, second, third] = positions.map(String) as [string, string, string];
    expect(await replay('--from', second)).toEqual([2, clients.slice(1)]);
    expect(await replay('--from', first, '--to', third)).toEqual([2, clients.slice(0, 2)]);
    expect(await replay('--from', before.toISOString())).toEqual([3, clients]);
    expect(await replay('--from', '2020-01-01', '--to', before.toISOString())).toEqual([
      expect.any(Number),
      expect.not.arrayContaining(clients),
    ]);
    await expect(replay('--from', first, '--event', 'x')).rejects.toThrow('either --event, or --from');
    await expect(replay('--event', 'x')).rejects.toThrow('the log has no sealed event x');
  });

  it('get new checkpoints of the log, at most one in a minute, if they ask for them', async () => {
    const webhook = await make({ types: ['log.checkpoint'] });
    await deliver([node], webhook);
    await node.register(aClient());
    await deliver([node], webhook);
    expect(types()).toEqual(['log.checkpoint']);
    await deliver([node], webhook, 61_000);
    expect(types()).toEqual(['log.checkpoint', 'log.checkpoint']);
    const keys = await node.app.get(CheckpointKeysService).verifierKeys();
    for (const { data } of receiver.accepted)
      expect(openCheckpoint(data['checkpoint'] as string, keys)).toMatchObject({ size: data['size'] });
  });

  it('are made, listed and deleted by commands, with their secret shown once', async () => {
    const made = await run('create', receiver.url, '--type', 'client.*', '--type', 'policy.applied', '--label', 'CRM');
    expect(made).toMatchObject({
      id: expect.any(String),
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      status: 'active',
      types: ['client.*', 'policy.applied'],
      label: 'CRM',
    });
    const id = made['id'] as string;
    const listed = await list('list');
    expect(listed).toContainEqual(expect.objectContaining({ id, url: receiver.url }));
    expect(JSON.stringify([listed, await run('show', id)])).not.toMatch(/whsec_|sealed/);
    await expect(run('delete', id)).rejects.toThrow('repeat the command with --yes');
    expect(await run('delete', id, '--yes')).toEqual({ id, deleted: true });
    await expect(run('show', id)).rejects.toThrow(`there is no webhook ${id}`);
  });

  it.each([
    ['http', ['http://receiver.example/'], 'URL must be an https address'],
    ['user information', ['https://a:b@receiver.example/'], 'without user information'],
    ['a fragment', ['https://receiver.example/#a'], 'without user information and fragment'],
    ['a type that no event has', ['https://receiver.example/', '--type', 'client.registred'], 'must be one of'],
    ['a subject that no event has', ['https://receiver.example/', '--type', 'clients.*'], 'must be one of'],
  ])('are not made with %s', async (_name, words, reason) => {
    await expect(run('create', ...words)).rejects.toThrow(reason);
    expect(await list('list')).not.toContainEqual(expect.objectContaining({ url: words[0] }));
  });

  it('do what the commands of the guide say', async () => {
    const commands = [...GUIDE.matchAll(/^npm run -s clientele -- webhooks (.*)$/gm)].map(([, line = '']) => line);
    expect(commands.length).toBeGreaterThan(10);
    await node.register(aClient());
    for (const command of commands) {
      const { id, next_position } = await make();
      const [event = ''] = await eventsFrom(node, next_position);
      const names: Readonly<Record<string, string>> = { ID: id, EVENT: event };
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
      expect(await list(...words.map((word) => names[word] ?? word))).toBeDefined();
    }
  });

  it('have their secrets sealed under the newest of SECRET_KEYS, and keep them', async () => {
    const webhook = await make({ types: ['client.registered'] });
    const newer = await withoutTasks(
      await createTestApp({ ...receiver.variables, SECRET_KEYS: `${NEWER_KEY} ${SECRET_KEYS}` }, node.database),
    );
    await newer.app.get(UpkeepService).reseal(new Date());
    const { secrets } = await service().require(webhook.id);
    expect(secrets.map(({ sealed }) => sealed.split('.')[0])).toEqual(['2']);
    await newer.register(aClient());
    await deliver([newer], webhook);
    expect(receiver.accepted).toHaveLength(1);
    await newer.close();
  });

  it('do not get the events before them', async () => {
    await node.register(aClient());
    await seal(node);
    const webhook = await make({ types: ['client.registered'] });
    await deliver([node], webhook);
    expect(receiver.received).toEqual([]);
  });
});
