import { AuditRepository } from '../../src/event-log/audit/audit.repository';
import { idAt } from '../../src/event-log/event-id';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { addEvents } from '../support/add-events';
import { aClient } from '../support/a-client';
import { type Administrator, administering, administratorForm } from '../support/administering';
import { EventReader } from '../support/event-reader';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

interface ListedEvent {
  readonly id: string;
  readonly type: string;
  readonly client_id?: string;
}

const eventsIn = ({ json }: Answer): readonly ListedEvent[] => json['events'] as ListedEvent[];
const nextOf = ({ headers }: Answer): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
const seal = (server: TestServer): Promise<void> => server.app.get(SealingService).seal();

/** Registers a client and seals its event. Gives its identifier. */
const register = async (server: TestServer): Promise<string> => {
  const { client_id } = await server.register(aClient());
  await seal(server);
  return client_id;
};

/** Adds events as if they had happened at a moment. */
const addDeletions = async (server: TestServer, count: number, body = ''): Promise<void> => {
  const events = Array.from({ length: count }, (_, index) => {
    const id = idAt(Date.now()).slice(0, -4) + index.toString(16).padStart(4, '0');
    const event = {
      id,
      at: new Date().toISOString(),
      type: 'client.deleted',
      actor: { type: 'server' },
      data: { body },
    };
    return { id, type: event.type, body: JSON.stringify(event) };
  });
  await addEvents(server, events);
  await seal(server);
};

describe('GET /admin/events', () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server, 'register:admin:read');
  });

  afterAll(() => server.close());

  const page = (query = ''): Promise<Answer> => administrator.get(`/admin/events${query}`);
  const follow = (query = '', headers = {}): Promise<EventReader> =>
    EventReader.open(server.at(`/admin/events${query}`), { ...administrator.headers, ...headers });

  /** The id of the event of a new client. */
  const newEvent = async (): Promise<string> =>
    eventsIn(await page(`?client_id=${await register(server)}`)).at(0)?.id ?? '';

  it('gives pages in the order of the log, each with the address of the next', async () => {
    const clients = [await register(server), await register(server), await register(server)];
    const read: ListedEvent[] = [];
    for (let at: string | undefined = '/admin/events?limit=2'; at !== undefined;) {
      const answer = await administrator.get(at);
      expect(answer.status).toBe(200);
      expect(eventsIn(answer).length).toBeLessThanOrEqual(2);
      read.push(...eventsIn(answer));
      at = nextOf(answer);
    }
    expect(read.filter(({ type }) => type === 'client.registered').map(({ client_id }) => client_id)).toEqual(clients);
    const [, second] = read;
    expect(eventsIn(await page(`?after=${second?.id}`))).toEqual(read.slice(2));
  });

  it('selects by type, subject, client, actor and moment', async () => {
    const client_id = await register(server);
    const before = eventsIn(await page(`?client_id=${client_id}`));
    expect(before).toMatchObject([{ type: 'client.registered', client_id }]);
    const since = new Date().toISOString();
    const { client_id: later, registration_access_token } = await server.register(aClient());
    const headers = { Authorization: `Bearer ${registration_access_token}` };
    await server.send('DELETE', `/register/${later}`, headers);
    await seal(server);
    const typesOf = async (query: string): Promise<string[]> => eventsIn(await page(query)).map(({ type }) => type);
    expect(await typesOf(`?since=${since}`)).toEqual(['client.registered', 'client.deleted']);
    expect(await typesOf(`?since=${since}&type=client.*`)).toEqual(['client.registered', 'client.deleted']);
    expect(await typesOf(`?since=${since}&type=policy.*`)).toEqual([]);
    expect(await typesOf(`?until=${since}&type=client.*&client_id=${later}`)).toEqual([]);
    expect(await typesOf(`?until=${since}&client_id=${client_id}`)).toEqual(['client.registered']);
    expect(await typesOf(`?client_id=${later}&type=client.deleted`)).toEqual(['client.deleted']);
    expect(await typesOf(`?client_id=${client_id}&since=${since}`)).toEqual([]);
    expect(await typesOf(`?since=${since}&actor=${later}`)).toEqual(['client.deleted']);
    expect(await typesOf(`?since=${since}&actor=${server.environment.REGISTRAR_CLIENT_ID}`)).toEqual([
      'client.registered',
    ]);
  });

  it('reads a thousand events for a page, and goes on from there', async () => {
    const since = new Date().toISOString();
    await addDeletions(server, 1100);
    const client_id = await register(server);
    const reads = jest.spyOn(server.app.get(AuditRepository), 'page');
    const first = await page(`?type=client.registered&since=${since}`);
    expect(eventsIn(first)).toEqual([]);
    expect(reads.mock.calls.map(([, most]) => most)).toEqual([1000]);
    reads.mockRestore();
    const second = await administrator.get(nextOf(first) ?? '');
    expect(eventsIn(second)).toMatchObject([{ client_id }]);
    expect(nextOf(second)).toBeUndefined();
  });

  it('refuses an event that the log does not have, and what is no type, moment or identifier', async () => {
    const unknown = 'the last event must be the id of a sealed event; use one of GET /admin/events, or leave it out';
    const refused = await page('?after=nothing');
    expectRefusal(refused, 400, 'invalid_request');
    expect(refused.json['error_description']).toBe(unknown);
    const stream = await follow('', { 'Last-Event-ID': 'nothing' });
    expect([stream.response.statusCode, await stream.refusal()]).toMatchObject([400, { error_description: unknown }]);
    for (const query of [
      'type=client.eaten',
      'type=*',
      'since=yesterday',
      'since=2026-02-31',
      'client_id=%00',
      'limit=0',
    ])
      expectRefusal(await page(`?${query}`), 400, 'invalid_request');
  });

  it('answers HEAD like a page, whatever it accepts', async () => {
    const answer = await server.send('HEAD', '/admin/events', {
      ...administrator.headers,
      Accept: 'text/event-stream',
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  });

  describe('as a stream', () => {
    it('gives what happens from now on, to nobody in between', async () => {
      const reader = await follow();
      expect(reader.response.statusCode).toBe(200);
      expect(reader.response.headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        connection: 'close',
      });
      const client_id = await register(server);
      const received = await reader.next();
      expect(received).toMatchObject({
        id: received?.event.id,
        type: 'client.registered',
        event: { type: 'client.registered', client_id, request_id: expect.any(String) as unknown },
      });
      await reader.close();
    });

    it('goes on after the last event that was read, by its header and by a parameter', async () => {
      const last = await newEvent();
      const first = eventsIn(await page()).at(0)?.id ?? '';
      const missed = [await register(server), await register(server)];
      for (const reader of [
        await follow('', { 'Last-Event-ID': last }),
        await follow(`?after=${first}&type=client.registered`, { 'Last-Event-ID': last }),
      ]) {
        for (const client_id of missed) expect(await reader.next()).toMatchObject({ event: { client_id } });
        await reader.close();
      }
      const selected = await follow(`?after=${last}&client_id=${missed[1]}`);
      expect(await selected.next()).toMatchObject({ event: { client_id: missed[1] } });
      await selected.close();
    });

    it('reads no further than its reader', async () => {
      const start = await newEvent();
      await addDeletions(server, 1200, 'x'.repeat(20_000));
      const slow = await follow(`?after=${start}&type=client.deleted`);
      const fast = await follow(`?after=${start}`);
      let last: string | undefined;
      for (let count = 0; count < 1200; count += 1) last = (await fast.next())?.id;
      await fast.close();
      const reads = jest.spyOn(server.app.get(AuditRepository), 'page');
      for (let one = await slow.next(); one?.id !== last;) one = await slow.next();
      expect(reads.mock.calls.length).toBeGreaterThan(5);
      reads.mockRestore();
      await slow.close();
    });
  });
});

describe('a stream of events ends', () => {
  const aStream = async (server: TestServer) => {
    const token = await server.accessToken(administratorForm(server));
    await seal(server);
    const reader = await EventReader.open(server.at('/admin/events'), { Authorization: `Bearer ${token}` });
    expect(reader.response.statusCode).toBe(200);
    return { token, reader };
  };

  it('before the next event once its token is revoked', async () => {
    const server = await createTestApp();
    const { token, reader } = await aStream(server);
    const { client_id, client_secret } = administratorForm(server);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const revocation = new URLSearchParams({ token, client_id: client_id ?? '', client_secret: client_secret ?? '' });
    expect((await server.send('POST', '/revoke', form, revocation.toString())).status).toBe(200);
    await register(server);
    expect(await reader.rest()).toEqual([]);
    await server.close();
  });

  it('before the next event once another start has replaced its administrator', async () => {
    const database = await preparedDatabase();
    const secret = 'a-secret-of-an-administrator-0123456789';
    const before = await createTestApp({ ADMIN_CLIENT_ID: 'first', ADMIN_CLIENT_SECRET: secret }, database);
    const { reader } = await aStream(before);
    const after = await createTestApp({ ADMIN_CLIENT_ID: 'second', ADMIN_CLIENT_SECRET: secret }, database);
    await register(before);
    expect((await reader.rest()).filter(({ event }) => event.type === 'client.registered')).toEqual([]);
    await Promise.all([before.close(), after.close()]);
    await database.drop();
  });

  it('with the server, which does not wait for its reader', async () => {
    const server = await createTestApp();
    const { reader } = await aStream(server);
    await aStream(server);
    await server.close();
    expect(await reader.rest()).toEqual([]);
  });

  it('and another one may begin: beyond MAX_EVENT_STREAMS it is refused', async () => {
    const server = await createTestApp({ MAX_EVENT_STREAMS: '1' });
    const { token, reader } = await aStream(server);
    const another = (): Promise<EventReader> =>
      EventReader.open(server.at('/admin/events'), { Authorization: `Bearer ${token}` });
    const refused = await another();
    expect([refused.response.statusCode, refused.response.headers['retry-after']]).toEqual([503, '5']);
    expect(await refused.refusal()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await server.get('/admin/events', { Authorization: `Bearer ${token}` })).status).toBe(200);
    await reader.close();
    let next = await another();
    while (next.response.statusCode === 503) next = await another();
    expect(next.response.statusCode).toBe(200);
    await server.close();
  });
});
