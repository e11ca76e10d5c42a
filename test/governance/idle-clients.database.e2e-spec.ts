import { ClientRepository } from '../../src/clients/client.repository';
import { ClientsService } from '../../src/clients/clients.service';
import { StaleClient } from '../../src/clients/stale-client';
import { EventLogService } from '../../src/event-log/event-log.service';
import { IdleClientsService } from '../../src/governance/idle-clients/idle-clients.service';
import { IdleClientsTask } from '../../src/governance/idle-clients/idle-clients.task';
import { MARGIN_MS } from '../../src/governance/idle-clients/sweep-rule-of';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { commandsOfGuide, policiesOfGuide } from '../support/guide';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const DAY_MS = 86_400_000;
const CLEAN = policiesOfGuide('clean');
const VARIABLES = { PROTECTED_REGISTRATION_POLICY: 'clean' };

describe('the deletion of clients that are not used', () => {
  let database: TestDatabase;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    other = await createTestApp({}, database);
    await other.app.get(PolicyWriterService).apply(commandContext(other), CLEAN, 'clean.yaml');
    one = await createTestApp(VARIABLES, database);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  /** A client that was registered so many days ago, and last used so many days ago. */
  const aClientOf = async (registered: number, used?: number, server = one): Promise<RegisteredClient> => {
    const client = await server.register(aClient());
    const ago = (days: number): number => Date.now() - days * DAY_MS - MARGIN_MS;
    const last = used === undefined ? 'NULL' : String(ago(used));
    const set = `created_at = ${ago(registered)}, last_used_at = ${last}`;
    await one.app
      .get(TransactionsService)
      .statement(`UPDATE clients SET ${set} WHERE client_id = $1`, [client.client_id]);
    return client;
  };

  const sweep = async (isTrial = false): Promise<string[]> => {
    const swept: string[] = [];
    for await (const { client, rule } of one.app.get(IdleClientsService).sweep(commandContext(one), { isTrial }))
      swept.push(`${client.client_id} ${rule}`);
    return swept;
  };
  const isThere = async ({ client_id }: RegisteredClient): Promise<boolean> =>
    (await one.app.get(ClientRepository).find(client_id)) !== undefined;
  const tokenFor = ({ client_id, client_secret }: RegisteredClient, server = one): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });

  it('deletes those whose policy says so, and no others; a trial names the same ones', async () => {
    const [unused, idle] = [await aClientOf(8), await aClientOf(99, 91)];
    const kept = [await aClientOf(6), await aClientOf(99, 89), await aClientOf(99, undefined, other)];
    const expected = [`${unused.client_id} delete_unused_after_days`, `${idle.client_id} delete_idle_after_days`];
    expect(await sweep(true)).toEqual(expected);
    expect(await isThere(unused)).toBe(true);
    expect(await sweep()).toEqual(expected);
    expect(await Promise.all([unused, idle, ...kept].map(isThere))).toEqual([false, false, true, true, true]);
    expect(await sweep()).toEqual([]);
    expectRefusal(await tokenFor(idle), 401, 'invalid_client');
    expectRefusal(await managing(one, idle).read(), 401, 'invalid_token');
    const types: string[] = [];
    for await (const { type } of one.app.get(EventLogService).ofClient(idle.client_id)) types.push(type);
    expect(types).toEqual(['client.registered', 'client.swept']);
  });

  it.each([
    ['authenticates', (client: RegisteredClient) => tokenFor(client, other)],
    ['reads its registration', (client: RegisteredClient) => managing(other, client).read()],
  ])('leaves a client that %s before it, although no node has written its notes', async (_what, use) => {
    const client = await aClientOf(99, 91);
    expect(await sweep(true)).toContain(`${client.client_id} delete_idle_after_days`);
    expect((await use(client)).status).toBe(200);
    expect(await sweep()).toEqual([]);
    expect(await isThere(client)).toBe(true);
  });

  it('leaves a client that is used between its reading and its deletion', async () => {
    const client = await aClientOf(99, 91);
    const read = await one.app.get(ClientRepository).find(client.client_id);
    expect((await tokenFor(client, other)).status).toBe(200);
    const rule = { rule: 'delete_idle_after_days', days: 90 } as const;
    const late = read && one.app.get(ClientsService).sweep(commandContext(one), read, rule);
    await expect(late).rejects.toThrow(StaleClient);
    expect(await isThere(client)).toBe(true);
  });

  it('never deletes a client that obtained a token, in a race over two nodes', async () => {
    const clients = await Promise.all(Array.from({ length: 40 }, () => aClientOf(99, 91)));
    const [answers] = await Promise.all([Promise.all(clients.map((client) => tokenFor(client, other))), sweep()]);
    const outcomes = await Promise.all(
      clients.map(async (client, index) => `${answers[index]?.status} ${await isThere(client)}`),
    );
    expect(outcomes.filter((outcome) => !['200 true', '401 false'].includes(outcome))).toEqual([]);
    await sweep();
  });

  it('is done by one node in an interval', async () => {
    const client = await aClientOf(8);
    const tasks = [one, other].map(({ app }) => app.get(IdleClientsTask));
    const ran = await Promise.all(tasks.map((task) => task.runIfDue()));
    expect(ran.sort()).toEqual([false, true]);
    expect(await isThere(client)).toBe(false);
    const next = await aClientOf(8);
    expect(await Promise.all(tasks.map((task) => task.runIfDue()))).toEqual([false, false]);
    expect(await isThere(next)).toBe(true);
  });

  it('ends between two clients at the shutdown', async () => {
    const stopping = AbortSignal.abort();
    const swept = one.app.get(IdleClientsService).sweep(commandContext(one), { stopping });
    expect((await swept.next()).done).toBe(true);
  });

  it('is a command of docs/GOVERNANCE.md, which destroys nothing without --yes', async () => {
    const due = (await sweep(true)).map((line) => line.slice(0, 36));
    const { client_id } = await aClientOf(8);
    const [first = [], second = []] = commandsOfGuide('sweep');
    const trial = await clientele(database, ...first, '--json');
    const named = trial.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(named.map((line) => line['client_id'])).toEqual([...due, client_id]);
    expect(trial).toMatchObject({ code: 0, stderr: expect.stringMatching(/\n\d+ clients? would be deleted\.\n$/) });
    expect(await clientele(database, 'sweep')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/repeat the command with --yes\n$/),
    });
    expect((await sweep(true)).length).toBe(due.length + 1);
    const done = await clientele(database, ...second);
    expect(done.stdout).toMatch(
      new RegExp(`^${client_id}  registered .+, last used never: delete_unused_after_days 7$`, 'm'),
    );
    expect(await sweep(true)).toEqual([]);
  });
});
