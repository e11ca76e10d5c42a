import type { DiscoveryService } from '@nestjs/core';
import { v7 as uuidv7 } from 'uuid';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { RefusalsListener } from '../../src/event-log/refusals/refusals.listener';
import { ADMINISTRATION_SCHEMAS } from '../../src/platform/openapi/administration-schemas';
import { FollowedLogRepository } from '../../src/event-log/following/followed-log.repository';
import type { LogFollower } from '../../src/event-log/following/log-follower';
import { LogFollowerRepository } from '../../src/event-log/following/log-follower.repository';
import { LogFollowersTask } from '../../src/event-log/following/log-followers.task';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { aClient } from '../support/a-client';
import { addEvents } from '../support/add-events';
import { type Administrator, administering } from '../support/administering';
import { clientele } from '../support/clientele';
import { indexClients } from '../support/following';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

type Counts = Readonly<Record<string, number>>;

describe('GET /admin/statistics', () => {
  let database: TestDatabase;
  let nodes: readonly [TestServer, TestServer];
  let administrator: Administrator;

  beforeAll(async () => {
    database = await preparedDatabase();
    nodes = [await createTestApp({}, database), await createTestApp({}, database)];
    for (const node of nodes) {
      await stopTasks(node);
      await node.app.get(LogFollowersTask).follow();
    }
    administrator = await administering(nodes[0]);
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  const follow = async (): Promise<void> => {
    await nodes[0].app.get(RefusalsListener).flush('test');
    await nodes[0].app.get(SealingService).seal();
    await Promise.all(nodes.map(({ app }) => app.get(LogFollowersTask).follow()));
    await nodes[0].app.get(LogFollowersTask).follow();
    await indexClients(nodes[0]);
  };

  /** The sums of all hours of a measure; a test may begin in one hour and end in the next. */
  const sumOf = async (measure: string): Promise<Counts> => {
    const { status, json } = await administrator.get('/admin/statistics');
    expect(status).toBe(200);
    const sums: Record<string, number> = {};
    for (const hour of json['hours'] as readonly Readonly<Record<string, Counts>>[])
      for (const [value, count] of Object.entries(hour[measure] ?? {})) sums[value] = (sums[value] ?? 0) + count;
    return sums;
  };

  it('counts what happens in each hour, each event once on two nodes, and the clients that there are', async () => {
    const [server] = nodes;
    await indexClients(server);
    const before = (await administrator.get('/admin/statistics')).json['clients'] as Readonly<Record<string, Counts>>;
    const first = await server.register(aClient({ software_id: 'app' }));
    await server.register(aClient({ software_id: 'app', grant_types: ['client_credentials', 'authorization_code'] }));
    await managing(server, first).remove();
    expectRefusal(
      await server.postRegister(aClient({ redirect_uris: ['https://app.example/cb#x'] })),
      400,
      'invalid_redirect_uri',
    );
    await follow();
    expect(await sumOf('registrations')).toEqual({ all: 2 });
    expect(await sumOf('status')).toEqual({ active: 2 });
    expect(await sumOf('grant_type')).toEqual({ client_credentials: 2, authorization_code: 1 });
    expect(await sumOf('software_id')).toEqual({ app: 2 });
    expect(await sumOf('registrar')).toEqual({ registerClient: 2 });
    expect(await sumOf('deletions')).toEqual({ all: 1 });
    expect(Object.entries(await sumOf('refusals'))).toEqual([
      [expect.stringMatching(/^registration\.refused invalid_redirect_uri redirect_uris/), 1],
    ]);
    const { clients } = (await administrator.get('/admin/statistics')).json as {
      readonly clients: Readonly<Record<string, Counts>>;
    };
    expect(clients['software_id']).toEqual({ app: 1 });
    expect(Number(clients['status']?.['active']) - Number(before['status']?.['active'])).toBe(1);
    expect(clients['grant_type']).toMatchObject({ authorization_code: 1 });
    expect(clients['registrar']).toEqual({ registerClient: 1 });
  });

  it('counts refused callers that proved nothing by their number', async () => {
    const [server] = nodes;
    const unknown = { grant_type: 'client_credentials', client_id: 'unknown', client_secret: 'wrong' };
    for (let index = 0; index < 3; index += 1) expect((await server.token(unknown)).status).toBe(401);
    await follow();
    expect((await sumOf('refusals'))['authentication.refused']).toBe(3);
  });

  it('counts a value of more than 200 characters whose 200th is half of a character', async () => {
    const begin = 's'.repeat(199);
    await nodes[0].register(aClient({ software_id: `${begin}\u{1f600}` }));
    await follow();
    expect(await sumOf('software_id')).toMatchObject({ [begin]: 1 });
  });

  it('has 100 values of a measure in an hour at most, and counts the others together', async () => {
    const [server] = nodes;
    await Promise.all(
      Array.from({ length: 105 }, (_, index) => server.register(aClient({ software_id: `s${index}` }))),
    );
    await follow();
    const counts = await sumOf('software_id');
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(108);
    expect(counts['(others)']).toBeGreaterThan(0);
  });

  it('counts a value that has the name of the others with them', async () => {
    const before = await sumOf('software_id');
    await Promise.all(['(others)', 'another'].map((software_id) => nodes[0].register(aClient({ software_id }))));
    await follow();
    expect((await sumOf('software_id'))['(others)']).toBe(Number(before['(others)']) + 2);
  });

  it('is what clientele stats prints: sums and hours for people, the same JSON for programs', async () => {
    const stats = (...words: readonly string[]): ReturnType<typeof clientele> => clientele(database, 'stats', ...words);
    const { json } = await administrator.get('/admin/statistics');
    const printed = JSON.parse((await stats('--json')).stdout) as Record<string, unknown>;
    expect(printed).toMatchObject({ clients: json['clients'] });
    expect(printed['hours']).toEqual(expect.arrayContaining([(json['hours'] as unknown[]).at(-1)]));
    expect(Object.keys((json['hours'] as object[]).at(-1) ?? {})).toEqual(
      Object.keys(ADMINISTRATION_SCHEMAS.Statistics.properties.hours.items.properties),
    );
    const { code, stdout } = await stats();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^what +by +value +count\nclients +status +active +\d+\n/);
    expect(stdout).toMatch(/^registrations +software_id +app +2$/m);
    expect(stdout).toMatch(/^registrations +registrar +registerClient +110$/m);
    expect(stdout).toMatch(/^refusals +rule +authentication\.refused +3$/m);
    expect(stdout).toMatch(/\n\nhour +registrations +deletions +refusals\n\S+:00:00\.000Z +\d+ +\d+ +\d+\n/);
    const empty = await stats('--until', '2026-01-31');
    expect(empty.stderr).toMatch(/\nNothing was counted in the hours of this time\.\n$/);
    expect(await stats('--since', '2026-01-01', '--until', '2026-02-02')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/\n--since must be at most 31 days before until; ask for less at once\n$/),
    });
    expect((await stats('--since', 'yesterday')).code).toBe(2);
  });

  it('stops at an event that it cannot read, and the index of clients reads on', async () => {
    const [server] = nodes;
    const id = uuidv7();
    await addEvents(server, [{ id, type: 'client.updated', body: 'no JSON' }]);
    await server.register(aClient({ software_id: 'after-it' }));
    await server.app.get(SealingService).seal();
    await stopTasks(nodes[1]);
    await expect(server.app.get(LogFollowersTask).follow()).rejects.toMatchObject({
      message: 'these cannot read on: statistics',
      errors: [expect.objectContaining({ name: 'SyntaxError' })],
    });
    const { json } = await administrator.get('/admin/clients?software_id=after-it');
    expect(json['clients']).toHaveLength(1);
    const registrations = (): Promise<number | undefined> => sumOf('registrations').then(({ all }) => all);
    const before = await registrations();
    await server.app.get(TransactionsService).statement('DELETE FROM events WHERE id = $1', [id]);
    await server.app.get(LogFollowersTask).follow();
    expect(await registrations()).toBe(Number(before) + 1);
  });

  it('reads on while another follower reads what there was before the log', async () => {
    const { app } = nodes[0];
    await app.get(SealingService).seal();
    let read = 0;
    const reading: LogFollower = {
      followerName: 'reading',
      read: (events) => {
        read += events.length;
        return () => Promise.resolve();
      },
    };
    const readBefore: number[] = [];
    const filling: LogFollower = {
      followerName: 'filling',
      read: () => () => Promise.resolve(),
      fill: async (after) => {
        readBefore.push(read);
        await nodes[0].register(aClient());
        await app.get(SealingService).seal();
        return { through: after === '..' ? null : `${after}.`, write: () => Promise.resolve() };
      },
    };
    await taskOf(nodes[0], [reading, filling]).follow();
    expect(readBefore).toEqual([0, 1, 2]);
  });

  it('tries a follower that failed again before another one has read all that there was before the log', async () => {
    const [tried, filled]: [string[], string[]] = [[], []];
    const read = () => () => Promise.resolve();
    const failing: LogFollower = {
      followerName: 'failing',
      read,
      fill: (after) => {
        tried.push(after);
        return Promise.reject(new Error('no'));
      },
    };
    const long: LogFollower = {
      followerName: 'long',
      read,
      fill: (after) => {
        filled.push(after);
        return Promise.resolve({ through: filled.length < 70 ? `${filled.length}` : null, write: read() });
      },
    };
    const task = taskOf(nodes[0], [failing, long]);
    for (const steps of [50, 70]) {
      await expect(task.follow()).rejects.toThrow('these cannot read on: failing');
      expect(filled).toHaveLength(steps);
    }
    expect(tried).toEqual(['', '']);
  });

  it('says of each follower why it cannot read on', async () => {
    const [server] = nodes;
    const id = uuidv7();
    await addEvents(server, [{ id, type: 'client.registered', client_id: 'unknown', body: 'no JSON' }]);
    await server.app.get(SealingService).seal();
    const failure: unknown = await server.app
      .get(LogFollowersTask)
      .follow()
      .catch((error: unknown) => error);
    const { message, errors } = failure as AggregateError;
    expect([message, errors.length]).toEqual([
      expect.stringMatching(/client_terms.*statistics|statistics.*client_terms/),
      2,
    ]);
    await server.app.get(TransactionsService).statement('DELETE FROM events WHERE id = $1', [id]);
    await server.app.get(LogFollowersTask).follow();
  });

  it('refuses more than 31 days at once', async () => {
    const answer = await administrator.get('/admin/statistics?since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z');
    const refusal = expectRefusal(answer, 400, 'invalid_request');
    expect(refusal['error_description']).toBe('since must be at most 31 days before until; ask for less at once');
  });
});

const taskOf = ({ app }: TestServer, followers: readonly LogFollower[]): LogFollowersTask => {
  const found = followers.map((instance) => ({ instance }));
  const discovery = { getProviders: () => found } as unknown as DiscoveryService;
  const task = new LogFollowersTask(discovery, app.get(LogFollowerRepository), app.get(FollowedLogRepository));
  task.onModuleInit();
  return task;
};
