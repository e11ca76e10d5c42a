import { randomUUID } from 'node:crypto';
import type { Client } from '../../../src/clients/client.entity';
import { ClientFactory } from '../../../src/clients/client.factory';
import { ClientRepository } from '../../../src/clients/client.repository';
import { affected, TransactionsService } from '../../../src/platform/database/transactions.service';
import { isUnavailable } from '../../../src/platform/database/unavailable';
import { WriteConnectionService } from '../../../src/platform/database/write-connection.service';
import { aClient } from '../../support/a-client';
import { basic } from '../../support/basic';
import { LostShard } from '../../support/lost-shard';
import { managing } from '../../support/managing';
import { SECRET_KEYS } from '../../support/secret-keys';
import { startProcess } from '../../support/server-process';
import { readerOf } from '../../support/reader-of';
import { stopTasks } from '../../support/stop-tasks';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase } from '../../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';
import { ClientsService } from '../../../src/clients/clients.service';
import { commandContext } from '../../support/contexts';

const AT_ONCE = 200;
const INSERT = 'INSERT INTO expiring_entries (purpose, id, expires_at) VALUES ($1, $2, $3)';

const statusesOf = (settled: readonly PromiseSettledResult<unknown>[]): string[] => settled.map(({ status }) => status);

describe('commits that are shared', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const newClient = (own: Partial<Client> = {}): Client => {
    const metadata = readerOf(server).read(aClient());
    return Object.assign(server.app.get(ClientFactory).issue(metadata).client, { software_instance: null }, own);
  };
  it('many registrations at once: each is answered its own client, which is there', async () => {
    const Authorization = `Bearer ${await server.registerToken()}`;
    const names = Array.from({ length: AT_ONCE }, (_, index) => `Client ${index}`);
    const registrations = await Promise.all(
      names.map((client_name) => server.postRegister(aClient({ client_name }), { Authorization })),
    );
    const clients = registrations.map(({ json }) => json as unknown as RegisteredClient);
    expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(AT_ONCE);
    const answers = await Promise.all(clients.map((client) => managing(server, client).read()));
    expect(answers.map(({ json }) => json['client_name'])).toEqual(names);
  });

  it('store JSON as JSON.stringify writes it, whatever its characters are', async () => {
    const client_name = String.raw`\u0000 "quoted" \ / ' é 😀` + '\t\u2028\u007f';
    const named = newClient();
    Object.assign(named, { metadata: { ...named.metadata, client_name, empty: [{}, [], null, 1e21, -0.5] } });
    const clients = server.app.get(ClientsService);
    await Promise.all([named, newClient()].map((client) => clients.register(commandContext(server), client)));
    const { dataSource } = server.app.get(WriteConnectionService);
    const text = JSON.stringify(named.metadata);
    const client = 'SELECT metadata FROM clients WHERE client_id = $1';
    expect(await dataSource.query(client, [named.client_id])).toEqual([{ metadata: text }]);
    const event = 'SELECT body FROM events WHERE client_id = $1';
    const [logged] = await dataSource.query<{ body: string }[]>(event, [named.client_id]);
    expect(logged?.body).toContain(`{"metadata":${text}`);
    expect(JSON.stringify(JSON.parse(logged?.body ?? ''))).toBe(logged?.body);
  });

  it.each(['client_id', 'software_instance'] as const)('a row whose %s is taken fails alone', async (column) => {
    const repository = server.app.get(ClientRepository);
    const taken = { [column]: randomUUID() };
    const rows = [newClient(), newClient(taken), newClient(), newClient(taken), newClient()];
    const clients = server.app.get(ClientsService);
    const settled = await Promise.allSettled(rows.map((client) => clients.register(commandContext(server), client)));
    expect(statusesOf(settled).filter((status) => status === 'rejected')).toHaveLength(1);
    const found = await Promise.all(rows.map(({ client_id }) => repository.find(client_id)));
    const refused = statusesOf(settled).indexOf('rejected');
    expect(found.map((client) => client !== undefined)).toEqual(
      rows.map((_, index) => index !== refused || column === 'client_id'),
    );
  });

  it('a transaction that fails is rolled back alone, and the others of its commit are stored', async () => {
    const transactions = server.app.get(TransactionsService);
    const [good, bad, alsoGood] = [randomUUID(), randomUUID(), randomUUID()];
    const writing = (id: string, fails = false): Promise<void> =>
      transactions.run(async (manager) => {
        await affected(manager, INSERT, ['dpop-proof', id, Date.now()]);
        if (fails) throw new Error('no');
      });
    const settled = await Promise.allSettled([
      writing(randomUUID()), // while this one is written, the others gather
      writing(good),
      writing(bad, true),
      writing(alsoGood),
      transactions.statement(INSERT, ['dpop-proof', null, 1]), // what the table does not take
    ]);
    expect(statusesOf(settled)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected']);
    const { dataSource } = server.app.get(WriteConnectionService);
    const stored = await dataSource.query<{ id: string }[]>('SELECT id FROM expiring_entries');
    const ids = stored.map(({ id }) => id);
    expect([good, bad, alsoGood].map((id) => ids.includes(id))).toEqual([true, false, true]);
  });
});

// PostgreSQL never undoes more than the one transaction.
if (databaseKind === 'sqlite')
  describe('a disk that is full', () => {
    it('refuses all that share the commit, stores none of it, and serves again when there is room', async () => {
      const server = await createTestApp();
      await stopTasks(server);
      const { dataSource } = server.app.get(WriteConnectionService);
      const transactions = server.app.get(TransactionsService);
      const [{ page_count: pages } = { page_count: 0 }] =
        await dataSource.query<{ page_count: number }[]>('PRAGMA page_count');
      await dataSource.query(`PRAGMA max_page_count = ${pages + 2}`);
      const writing = (id: string): Promise<unknown> => transactions.statement(INSERT, ['dpop-proof', id, Date.now()]);
      const all = await Promise.allSettled([
        writing('first'), // while this one is written, the others gather
        writing('before'),
        writing('x'.repeat(100_000)),
        transactions.run((manager) => affected(manager, INSERT, ['dpop-proof', 'after', Date.now()])),
        writing('last'),
      ]);
      expect(all.map(({ status }) => status)).toEqual(['fulfilled', ...Array<string>(4).fill('rejected')]);
      expect(all.every((one) => one.status === 'fulfilled' || isUnavailable(one.reason))).toBe(true);
      const stored = await dataSource.query<{ id: string }[]>('SELECT id FROM expiring_entries');
      expect(stored.map(({ id }) => id)).toEqual(['first']);
      await dataSource.query(`PRAGMA max_page_count = ${pages + 10_000}`);
      await writing('later');
      await server.close();
    });
  });

if (databaseKind === 'postgres')
  describe('rows that are out of reach of a distributed engine', () => {
    const AT_ONCE = 10;
    let server: TestServer;
    let shard: LostShard;
    let clients: RegisteredClient[];

    beforeAll(async () => {
      server = await createTestApp();
      await stopTasks(server);
      clients = await Promise.all(Array.from({ length: AT_ONCE }, () => server.register(aClient())));
      shard = await LostShard.in(server);
      await shard.lose(clients.filter((_, index) => isLost(index)).map(({ client_id }) => client_id));
    });

    afterAll(() => server.close());

    const isLost = (index: number): boolean => index % 3 === 0;

    const expectTheRest = async (status: number, request: (client: RegisteredClient) => Promise<Answer>) => {
      const answers = await Promise.all(clients.map(request));
      expect(answers.map((answer) => answer.status)).toEqual(clients.map((_, index) => (isLost(index) ? 503 : status)));
    };

    it('do not keep others, which are read at the same time, from their tokens', () =>
      expectTheRest(200, ({ client_id, client_secret }) =>
        server.token({ grant_type: 'client_credentials' }, basic(client_id, client_secret)),
      ));

    it('do not keep others, which are written at the same time, from their updates', async () => {
      const repository = server.app.get(ClientRepository);
      const service = server.app.get(ClientsService);
      const found = await Promise.allSettled(clients.map(({ client_id }) => repository.find(client_id)));
      expect(found.map(({ status }) => status === 'fulfilled')).toEqual(clients.map((_, index) => !isLost(index)));
      const before = found.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
      await shard.lose([before[0]?.client_id ?? '']);
      const settled = await Promise.allSettled(
        before.map((client) => service.rotateSecret(commandContext(server), client, client.client_secrets)),
      );
      expect(statusesOf(settled)).toEqual(before.map((_, index) => (index === 0 ? 'rejected' : 'fulfilled')));
    });

    it('do not keep registrations from another identifier', async () => {
      await shard.loseNextIdentifier();
      const Authorization = `Bearer ${await server.registerToken()}`;
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => server.postRegister(aClient(), { Authorization })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(AT_ONCE).fill(201));
    });
  });

describe('a crash', () => {
  it('loses nothing that was answered', async () => {
    const database = await preparedDatabase();
    const variables = { DATABASE_URL: database.url, SECRET_KEYS };
    const process = await startProcess(variables);
    await process.hasWritten(/register -H/);
    const answered: { client_id: string; registration_access_token: string }[] = [];
    const form = 'client_id=registerClient&client_secret=password&grant_type=client_credentials&scope=register';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const granted = await fetch(`${process.url}/token`, { method: 'POST', headers, body: form });
    const { access_token } = (await granted.json()) as { access_token: string };
    const registerUntilTheEnd = async (): Promise<void> => {
      for (;;) {
        const response = await fetch(`${process.url}/register`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
          body: JSON.stringify(aClient()),
        });
        answered.push((await response.json()) as (typeof answered)[number]);
        if (answered.length === AT_ONCE) process.signal('SIGKILL');
      }
    };
    const settled = await Promise.allSettled(Array.from({ length: 16 }, registerUntilTheEnd));
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true);
    await process.close();

    const server = await createTestApp({ SECRET_KEYS: variables.SECRET_KEYS }, database);
    expect(answered.length).toBeGreaterThanOrEqual(AT_ONCE);
    const answers = await Promise.all(answered.map((client) => managing(server, client).read()));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    await server.close();
    await database.drop();
  });
});
