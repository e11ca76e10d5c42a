import { randomUUID } from 'node:crypto';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { JobRunService } from '../../src/features/admin/jobs/job-run.service';
import { JobLost, JobRepository } from '../../src/features/admin/jobs/job.repository';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { indexClients } from '../support/following';
import { eventsOfType, loggedEvents } from '../support/logged-events';
import { expectRefusal } from '../support/refusal';
import { SECRET_KEYS } from '../support/secret-keys';
import { startProcess } from '../support/server-process';
import { setStatus } from '../support/set-status';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const UNKNOWN = '019e0000-0000-7000-8000-000000000000';
const DAY_MS = 86_400_000;

describe('/admin/jobs', () => {
  let database: TestDatabase;
  let server: TestServer;
  let other: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    database = await preparedDatabase();
    [server, other] = [await createTestApp({}, database), await createTestApp({}, database)];
    for (const node of [server, other]) await stopTasks(node);
    administrator = await administering(server);
  });

  afterAll(async () => {
    await Promise.all([server.close(), other.close()]);
    await database.drop();
  });

  const clients = async (count: number, own: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> => {
    const registered = await Promise.all(Array.from({ length: count }, () => server.register(aClient(own))));
    return registered.map(({ client_id }) => client_id).sort();
  };
  const create = async (body: Readonly<Record<string, unknown>>): Promise<string> => {
    const { status, json } = await administrator.post('/admin/jobs', body);
    expect([status, json['status'], json['done']]).toEqual([201, 'running', 0]);
    return String(json['id']);
  };
  const work = ({ app }: TestServer = server, stopping?: AbortSignal): Promise<void> =>
    app.get(JobRunService).run(stopping);
  const read = async (id: string): Promise<Readonly<Record<string, unknown>>> =>
    (await administrator.get(`/admin/jobs/${id}`)).json;
  const statusOf = async (client_id: string): Promise<unknown> =>
    (await administrator.get(`/admin/clients/${client_id}`)).json['status'];

  it('does something to clients by their identifiers, and names the administrator and the job in each event', async () => {
    const ids = await clients(3);
    const id = await create({ action: 'disable', client_ids: [...ids, ids[0]], reason: 'Write to us.' });
    await work();
    expect(await read(id)).toMatchObject({
      ...{ id, action: 'disable', dry_run: false, status: 'finished', reason: 'Write to us.', clients: 3 },
      ...{ done: 3, refused: 0, failures: [], created_by: { type: 'access_token', client_id: 'administrator' } },
    });
    const events = (await eventsOfType(server, 'client.disabled')).filter(({ request_id }) => request_id === id);
    expect(events.map(({ client_id }) => client_id)).toEqual(ids);
    expect(events.map(({ actor }) => actor['client_id'])).toEqual(ids.map(() => 'administrator'));
    expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'disabled'));
  });

  it('counts in a dry run, and changes nothing', async () => {
    const software_id = randomUUID();
    const ids = await clients(4, { software_id });
    await setStatus(server, String(ids[1]), 'disabled');
    await indexClients(server);
    const id = await create({ action: 'disable', filter: { software_id }, dry_run: true });
    const before = (await loggedEvents(server)).length;
    await work();
    expect(await read(id)).toMatchObject({
      ...{ status: 'finished', done: 3, refused: 1, filter: { software_id } },
      failures: [
        {
          client_id: ids[1],
          error_description: 'the client must be active to be disabled, and it is disabled; it obtains no tokens',
        },
      ],
    });
    expect((await loggedEvents(server)).length).toBe(before);
    expect(await Promise.all(ids.map(statusOf))).toEqual(['active', 'disabled', 'active', 'active']);
  });

  it('deletes the clients of a filter, and none that is registered later', async () => {
    const software_id = randomUUID();
    const ids = await clients(60, { software_id });
    await indexClients(server);
    const id = await create({ action: 'delete', filter: { software_id } });
    const [later = ''] = await clients(1, { software_id });
    await indexClients(server);
    await work();
    expect(await read(id)).toMatchObject({ status: 'finished', done: 60, refused: 0 });
    expect(await statusOf(later)).toBe('active');
    expect((await administrator.get(`/admin/clients/${String(ids[0])}`)).status).toBe(404);
  });

  it('goes on after clients for which the action is refused', async () => {
    const [client = ''] = await clients(1);
    const id = await create({ action: 'delete', client_ids: [UNKNOWN, 'registerClient', client] });
    await work();
    expect(await read(id)).toMatchObject({ done: 1, refused: 2 });
    expect((await read(id))['failures']).toEqual([
      { client_id: UNKNOWN, error_description: 'the client must be there; see the list' },
      { client_id: 'registerClient', error_description: expect.stringContaining('must be one that was registered') },
    ]);
  });

  it('is worked on by one of two nodes, and every client is changed once', async () => {
    const ids = await clients(40);
    for (const action of ['disable', 'enable']) {
      const id = await create({ action, client_ids: ids });
      await Promise.all([work(server), work(other), work(server)]);
      expect(await read(id)).toMatchObject({ status: 'finished', done: 40, refused: 0 });
    }
    const events = await eventsOfType(server, 'client.enabled');
    expect(events.filter(({ client_id }) => ids.includes(String(client_id)))).toHaveLength(40);
  });

  it('is finished by another node if the one that works on it is killed, and no client is changed twice', async () => {
    const ids = await clients(150);
    const id = await create({ action: 'disable', client_ids: ids });
    const process = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS });
    const doneBy = async (): Promise<number> => Number((await read(id))['done']);
    while ((await doneBy()) < 5);
    process.signal('SIGKILL');
    await process.ended;
    const done = await doneBy();
    expect(done).toBeLessThan(150);
    // The turn of the killed node is over at once, instead of in 15 seconds.
    const expire = 'UPDATE job_states SET node_until = 0 WHERE id = $1';
    await server.app.get(TransactionsService).statement(expire, [id]);
    await work(other);
    expect(await read(id)).toMatchObject({ status: 'finished', done: 150, refused: 0, failures: [] });
    const events = (await eventsOfType(server, 'client.disabled')).filter(({ request_id }) => request_id === id);
    expect(events.map(({ client_id }) => client_id).sort()).toEqual(ids);
    await process.close();
  });

  it('a node that was thought to be gone changes no client any more', async () => {
    const ids = await clients(2);
    const id = await create({ action: 'disable', client_ids: ids });
    const jobs = server.app.get(JobRepository);
    expect(await jobs.take('slow')).toBe(id);
    await server.app.get(TransactionsService).statement('UPDATE job_states SET node_until = 0 WHERE id = $1', [id]);
    await work(other);
    const late = jobs.step(id, 'slow', { cursor: '', done: 1, refused: 0, failures: [] });
    await expect(late).rejects.toBeInstanceOf(JobLost);
    expect(await read(id)).toMatchObject({ status: 'finished', done: 2 });
  });

  it('stops between two clients, ends early with its node, and is not stopped after its end', async () => {
    const ids = await clients(3);
    const stopped = await create({ action: 'disable', client_ids: ids });
    await work(server, AbortSignal.abort());
    expect(await read(stopped)).toMatchObject({ status: 'running', done: 0 });
    const answer = await administrator.post(`/admin/jobs/${stopped}/stop`);
    expect([answer.status, answer.json['status']]).toEqual([200, 'stopping']);
    await work(other);
    expect(await read(stopped)).toMatchObject({ status: 'stopped', done: 0, ended_at: expect.any(String) });
    expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'active'));
    expectRefusal(await administrator.post(`/admin/jobs/${stopped}/stop`), 409, 'invalid_request');
    expectRefusal(await administrator.post(`/admin/jobs/${UNKNOWN}/stop`), 404, 'not_found');
    expectRefusal(await administrator.get(`/admin/jobs/${UNKNOWN}`), 404, 'not_found');
  });

  it.each([
    [{}, 'action must be sent; use disable'],
    [{ action: 'disable' }, 'the request must have either client_ids or filter; send one of them'],
    [
      { action: 'disable', client_ids: ['a'], filter: { name: 'a' } },
      'the request must have either client_ids or filter; send one of them',
    ],
    [
      { action: 'disable', filter: {} },
      'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
    ],
    [
      { action: 'disable', filter: { limit: '5' } },
      'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
    ],
    // Every object inherits this name: it selects nothing, so that the job would delete all clients.
    [
      { action: 'delete', filter: { toString: 'a' } },
      'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
    ],
    [
      { action: 'disable', filter: { name: 'a', colour: 'red' } },
      'filter must have one or more of the filters of GET /admin/clients, and nothing else; name them as there',
    ],
    [
      { action: 'disable', filter: { status: 'gone' } },
      'status must be one of active, pending, rejected, disabled; leave it out for all of them',
    ],
    [{ action: 'reject', client_ids: ['a'] }, expect.stringContaining('reason')],
    [
      { action: 'explode', client_ids: ['a'] },
      'action must be one of approve, reject, disable, enable, delete; use disable',
    ],
    [{ action: 'delete', client_ids: [] }, 'client_ids must be a list of 1 to 1000 identifiers; use filter for more'],
  ])('refuses %j', async (body, sentence) => {
    const refusal = expectRefusal(await administrator.post('/admin/jobs', body), 400, 'invalid_request');
    expect(refusal['error_description']).toEqual(sentence);
  });

  it('lists jobs by pages, the newest first, and makes one for two equal requests', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { action: 'delete', client_ids: [UNKNOWN], dry_run: true };
    const [first, second] = [
      await administrator.post('/admin/jobs', body, headers),
      await administrator.post('/admin/jobs', body, headers),
    ];
    expect(second.json['id']).toBe(first.json['id']);
    const page = await administrator.get('/admin/jobs?limit=1');
    expect(page.json['jobs']).toMatchObject([{ id: first.json['id'] }]);
    const [, next = ''] = /<(.*)>/.exec(page.headers.get('link') ?? '') ?? [];
    const jobs = (await administrator.get(next)).json['jobs'] as readonly { readonly id: string }[];
    expect(jobs.map(({ id }) => id < String(first.json['id']))).toEqual([true]);
  });

  it('forgets a job 30 days after its end', async () => {
    const id = await create({ action: 'delete', client_ids: [UNKNOWN] });
    await work();
    await server.app.get(JobRepository).deleteExpired(new Date(Date.now() + 29 * DAY_MS));
    expect((await administrator.get(`/admin/jobs/${id}`)).status).toBe(200);
    await server.app.get(JobRepository).deleteExpired(new Date(Date.now() + 31 * DAY_MS));
    expect((await administrator.get(`/admin/jobs/${id}`)).status).toBe(404);
  });
});
