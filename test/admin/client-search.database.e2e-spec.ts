import { DataSource, MoreThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ClientTerm } from '../../src/client-search/terms/client-term.entity';
import { ClientTermCount } from '../../src/client-search/terms/client-term-count.entity';
import { idAt } from '../../src/event-log/event-id';
import { LogFollowersTask } from '../../src/event-log/following/log-followers.task';
import { LogEntry } from '../../src/event-log/sealing/log-entry.entity';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { LastUsedTracker } from '../../src/clients/last-used.tracker';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { addEvents } from '../support/add-events';
import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { indexClients } from '../support/following';
import { jsonLines } from '../support/json-lines';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const CLIENTS = 24;

/** What a client of this test is, by its number. */
interface Described {
  readonly client_name: string;
  readonly software_id?: string;
  readonly redirect_host: string;
  readonly grant_type: string;
  readonly status: 'active' | 'disabled';
}

const described = (index: number): Described => ({
  client_name: `${['Alpha', 'alphabet', 'Beta'][index % 3] ?? ''} ${index}`,
  ...(index % 4 === 0 && { software_id: `software ${index % 8}` }),
  redirect_host: index % 5 === 0 ? 'rare.example' : 'common.example',
  grant_type: index % 2 === 0 ? 'client_credentials' : 'authorization_code',
  status: index % 6 === 0 ? 'disabled' : 'active',
});

describe('the search of GET /admin/clients', () => {
  let database: TestDatabase;
  let server: TestServer;
  let administrator: Administrator;
  const clients: (Described & RegisteredClient)[] = [];

  beforeAll(async () => {
    database = await preparedDatabase();
    server = await createTestApp({}, database);
    await stopTasks(server);
    administrator = await administering(server);
    for (let index = 0; index < CLIENTS; index += 1) {
      const { redirect_host, grant_type, status, ...names } = described(index);
      const metadata = { ...names, redirect_uris: [`https://${redirect_host}/cb`], grant_types: [grant_type] };
      const registered = await server.register(metadata);
      if (status === 'disabled') await setStatus(server, registered.client_id, status);
      clients.push({ ...registered, ...described(index) });
    }
    await indexClients(server);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  /** All clients of a list, by its pages; fails if a page has more than `limit` or a client is there twice. */
  const search = async (query: Readonly<Record<string, string>>, limit = 5): Promise<string[]> => {
    const ids: string[] = [];
    const parameters = new URLSearchParams({ ...query, limit: String(limit) });
    for (let next: string | undefined = `/admin/clients?${parameters.toString()}`; next !== undefined;) {
      const answer: Answer = await administrator.get(next);
      expect(answer.status).toBe(200);
      const page = answer.json['clients'] as readonly { readonly client_id: string }[];
      expect(page.length).toBeLessThanOrEqual(limit);
      ids.push(...page.map(({ client_id }) => client_id));
      next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(new Set(ids).size).toBe(ids.length);
    return ids;
  };
  const idsOf = (wanted: (client: Described, index: number) => boolean): string[] =>
    clients.filter(wanted).map(({ client_id }) => client_id);

  it.each<[Readonly<Record<string, string>>, (client: Described, index: number) => boolean]>([
    [{ software_id: 'software 4' }, ({ software_id }) => software_id === 'software 4'],
    [{ redirect_host: 'RARE.example' }, ({ redirect_host }) => redirect_host === 'rare.example'],
    [
      { grant_type: 'client_credentials', registrar: 'registerClient' },
      ({ grant_type }) => grant_type === 'client_credentials',
    ],
    [{ status: 'disabled' }, ({ status }) => status === 'disabled'],
    [
      { status: 'active', registrar: 'registerClient', grant_type: 'client_credentials' },
      ({ status, grant_type }) => status === 'active' && grant_type === 'client_credentials',
    ],
    [
      { redirect_host: 'rare.example', grant_type: 'authorization_code' },
      (_client, index) => index % 5 === 0 && index % 2 === 1,
    ],
    [
      { redirect_host: 'common.example', grant_type: 'client_credentials', status: 'disabled' },
      (_client, index) => index % 5 !== 0 && index % 6 === 0,
    ],
    [{ name: 'ALPHA', grant_type: 'client_credentials' }, (_client, index) => index % 3 < 2 && index % 2 === 0],
    [{ name: 'gamma', grant_type: 'client_credentials' }, () => false],
    [{ redirect_host: 'rare.example', software_id: 'unknown' }, () => false],
    [{ grant_type: 'implicit' }, () => false],
  ])('finds the clients of %j, the oldest first', async (query, wanted) => {
    expect(await search(query)).toEqual(idsOf(wanted));
    expect(await search(query, 1)).toEqual(idsOf(wanted));
  });

  it('is that of clients list and clients export, by options of the same names', async () => {
    const run = async (verb: string, ...words: readonly string[]): Promise<unknown[]> => {
      const { code, stdout } = await clientele(database, 'clients', verb, ...words);
      expect(code).toBe(0);
      return jsonLines(stdout).map((line) => (line as { client_id: string }).client_id);
    };
    const rare = ['--redirect-host', 'rare.example', '--grant-type', 'authorization_code'];
    const found = await search({ redirect_host: 'rare.example', grant_type: 'authorization_code' });
    expect(found).not.toEqual([]);
    expect(await run('list', ...rare, '--json')).toEqual(found);
    expect(await run('export', ...rare)).toEqual(found);
    const named = ['--name', 'ALPHA', '--registered-after', '2026-01-31', '--used-before', '9999-01-01'];
    expect(await run('export', ...named)).toEqual(
      await search({ name: 'alpha', registered_after: '2026-01-31T00:00:00Z', used_before: '9999-01-01T00:00:00Z' }),
    );
    expect(await run('list', '--registered-before', '2026-01-31T12:00:00Z', '--json')).toEqual([]);
    for (const wrong of [
      ['--registered-after', 'yesterday'],
      ['--name', ''],
      ['--status', 'gone'],
    ])
      for (const verb of ['list', 'export'])
        expect(await clientele(database, 'clients', verb, ...wrong)).toMatchObject({
          code: 2,
          stdout: '',
          stderr: expect.stringMatching(new RegExp(`^${wrong[0] ?? ''} must `)),
        });
  });

  it('finds clients by the beginning of a name, in the order of the names', async () => {
    const sorted = clients
      .filter(({ client_name }) => client_name.toLowerCase().startsWith('alpha'))
      .sort((one, other) => (one.client_name.toLowerCase() < other.client_name.toLowerCase() ? -1 : 1));
    expect(await search({ name: 'aLPHA' }, 3)).toEqual(sorted.map(({ client_id }) => client_id));
    const active = sorted.filter(({ status }) => status === 'active').map(({ client_id }) => client_id);
    expect(await search({ name: 'alpha', status: 'active' }, 2)).toEqual(active);
  });

  it('compares names without regard to case, form of characters and language', async () => {
    const { client_id } = await server.register(
      aClient({ client_name: 'Straße ﬁne', 'client_name#fr': 'Straßenrue', 'client_name#el': 'ΟΔΟΣ' }),
    );
    await indexClients(server);
    for (const name of ['STRASSE FI', 'straße fine', 'strasse', 'οδος', 'Strassenrue'])
      expect(await search({ name }, 1)).toEqual([client_id]);
  });

  it('finds clients by the beginning of the identifier and by the moment of their registration', async () => {
    const [tenth, eleventh] = [clients[10], clients[11]];
    if (!tenth || !eleventh) throw new Error('no clients');
    expect(await search({ client_id: tenth.client_id })).toEqual([tenth.client_id]);
    const beginning = tenth.client_id.slice(0, 13);
    expect(await search({ client_id: beginning })).toEqual(
      idsOf((_client, index) => clients[index]?.client_id.startsWith(beginning) === true),
    );
    expect(await search({ client_id: 'registerClient' })).toEqual(['registerClient']);
    const momentOf = ({ client_id }: RegisteredClient): string =>
      new Date(Number.parseInt(client_id.replaceAll('-', '').slice(0, 12), 16)).toISOString();
    const between = { registered_after: momentOf(tenth), registered_before: momentOf(eleventh) };
    expect(await search({ ...between, redirect_host: 'rare.example' })).toEqual([tenth.client_id]);
    expect(await search({ registered_before: '2020-01-01T00:00:00Z' })).toEqual([]);
  });

  it('finds clients by their last use', async () => {
    const client = await server.register(aClient({ software_id: 'used' }));
    const before = new Date().toISOString();
    const never = await server.register(aClient({ software_id: 'used' }));
    await server.accessToken({ client_id: client.client_id, client_secret: client.client_secret });
    await server.app.get(LastUsedTracker).flush();
    await indexClients(server);
    const software_id = 'used';
    expect(await search({ software_id, used_after: before })).toEqual([client.client_id]);
    expect(await search({ software_id, used_before: new Date(Date.now() + 1000).toISOString() })).toEqual([
      client.client_id,
      never.client_id,
    ]);
    expect(await search({ software_id, used_before: before })).toEqual([]);
  });

  it('finds clients by their policy and by their initial access token, together with others', async () => {
    const context = commandContext(server);
    const document = JSON.stringify({
      policies: { partners: { metadata_policy: { client_name: { essential: true } } } },
    });
    await server.app.get(PolicyWriterService).apply(context, document, 'policies.json');
    const tokens = server.app.get(InitialAccessTokensService);
    const { token, stored } = await tokens.create(context, { label: '', policy: 'partners' });
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await server.postRegister(aClient({ client_name: 'A partner' }), headers);
    await indexClients(server);
    const ids = [answer.json['client_id']];
    expect(await search({ policy: 'partners' })).toEqual(ids);
    expect(await search({ initial_access_token: stored.id, policy: 'partners', name: 'a' })).toEqual(ids);
    expect(await search({ initial_access_token: stored.id, policy: 'others' })).toEqual([]);
  });

  it('answers a page that has examined enough with fewer clients and a next page', async () => {
    const future = new Date(Date.now() + 3_600_000).toISOString();
    const query = `grant_type=authorization_code&used_after=${future}&limit=1`;
    const answer = await administrator.get(`/admin/clients?${query.replace('limit=1', 'limit=200')}`);
    expect([answer.json, answer.headers.get('link')]).toEqual([{ clients: [] }, null]);
    const many = await Promise.all(
      Array.from({ length: 45 }, () => server.register({ redirect_uris: ['https://many.example/cb'] })),
    );
    await indexClients(server);
    const bounded = await administrator.get(`/admin/clients?redirect_host=many.example&used_after=${future}&limit=1`);
    expect(bounded.json).toEqual({ clients: [] });
    expect(bounded.headers.get('link')).toContain('rel="next"');
    expect(await search({ redirect_host: 'many.example', used_after: future }, 1)).toEqual([]);
    expect(await search({ redirect_host: 'many.example' }, 7)).toEqual(many.map(({ client_id }) => client_id).sort());
  });

  it('knows the present state of clients that were updated or deleted', async () => {
    const client = await server.register(aClient({ client_name: 'Then', redirect_uris: ['https://then.example/cb'] }));
    await indexClients(server);
    expect(await search({ name: 'then' })).toEqual([client.client_id]);
    await managing(server, client).put(aClient({ client_name: 'Now', redirect_uris: ['https://now.example/cb'] }));
    // The index is not written yet, and the client as it is stored decides.
    expect(await search({ name: 'then' })).toEqual([]);
    await indexClients(server);
    expect(await search({ redirect_host: 'now.example', name: 'now' })).toEqual([client.client_id]);
    await managing(server, client).remove();
    await indexClients(server);
    const terms = server.app.get(DataSource).getRepository(ClientTerm);
    expect(await terms.countBy({ client_id: client.client_id })).toBe(0);
  });

  it('has the terms of a client that was deleted and imported again before the index was written', async () => {
    const { client_id } = await server.register(aClient());
    const event = { id: uuidv7(), type: 'client.registered', client_id };
    const body = JSON.stringify({
      ...event,
      actor: { type: 'command' },
      at: new Date().toISOString(),
      data: { metadata: {} },
    });
    await server.app
      .get(TransactionsService)
      .statement("UPDATE clients SET registrar = 'importing' WHERE client_id = $1", [client_id]);
    await addEvents(server, [{ ...event, revision: 1, body }]);
    await indexClients(server);
    const terms = server.app.get(DataSource).getRepository(ClientTerm);
    expect(await terms.findBy({ client_id, kind: 'registrar' })).toMatchObject([{ term: 'importing' }]);
  });

  it('has no terms of a client whose registration is sealed after its deletion, because the clocks of nodes differ', async () => {
    const client = await server.register(aClient());
    const { client_id } = client;
    await managing(server, client).remove();
    await server.app
      .get(TransactionsService)
      .statement("UPDATE events SET id = $1 WHERE client_id = $2 AND type = 'client.registered'", [
        idAt(Date.now() - 60_000),
        client_id,
      ]);
    await indexClients(server);
    const source = server.app.get(DataSource);
    const sealed = (): Promise<number> => source.getRepository(LogEntry).count();
    const before = await sealed();
    await server.app.get(SealingService).seal({ fromMs: 120_000 });
    expect(await sealed()).toBe(before + 1);
    await server.app.get(LogFollowersTask).follow();
    expect(await source.getRepository(ClientTerm).countBy({ client_id })).toBe(0);
  });

  it.each(['name=a&after=019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b', 'name=a&after=WyJhIl0'])(
    'refuses the cursor of another list: %s',
    async (query) => {
      const refusal = expectRefusal(await administrator.get(`/admin/clients?${query}`), 400, 'invalid_request');
      expect(refusal['error_description']).toBe(
        'after must be one that the Link header of this list had; leave it out to begin',
      );
    },
  );

  it('counts each client once, although two nodes read the log at the same time', async () => {
    const other = await createTestApp({}, database);
    await stopTasks(other);
    for (let round = 0; round < 3; round += 1) {
      const created = await Promise.all([0, 1, 2].map(() => server.register(aClient())));
      await managing(other, created[0] as RegisteredClient).remove();
      await Promise.all([indexClients(server), indexClients(other)]);
    }
    await indexClients(server);
    const source = server.app.get(DataSource);
    const [counted = { clients: 0 }] = await source
      .getRepository(ClientTermCount)
      .findBy({ kind: 'grant_type', term: 'client_credentials' });
    expect(counted.clients).toBe(
      await source.getRepository(ClientTerm).countBy({ kind: 'grant_type', term: 'client_credentials' }),
    );
    await other.close();
  });

  it('reads a registry that has no index yet, and refuses what needs one meanwhile', async () => {
    const source = server.app.get(DataSource);
    const terms = source.getRepository(ClientTerm);
    const counts = source.getRepository(ClientTermCount);
    const before = await terms.find({ order: { kind: 'ASC', term: 'ASC', client_id: 'ASC' } });
    const countedBefore = await counts.find({ where: { clients: MoreThan(0) }, order: { kind: 'ASC', term: 'ASC' } });
    for (const table of ['client_terms', 'client_term_counts', 'log_followers'])
      await server.app.get(TransactionsService).statement(`DELETE FROM ${table}`, []);
    const refusal = await administrator.get('/admin/clients?name=alpha');
    expectRefusal(refusal, 503, 'temporarily_unavailable');
    expect(refusal.headers.get('retry-after')).toBe('60');
    expect((await administrator.get('/admin/clients?status=disabled')).status).toBe(200);
    const listed = (...words: readonly string[]): ReturnType<typeof clientele> =>
      clientele(server.database, 'clients', ...words, '--name', 'alpha', '--json');
    const [read, exported] = [await listed('list'), await listed('export')];
    for (const { code, stderr } of [read, exported])
      expect([code, stderr]).toEqual([0, expect.stringContaining('all clients are read')]);
    await server.app.get(LogFollowersTask).follow();
    const found = await listed('list');
    expect(found.stderr).not.toContain('all clients are read');
    const sorted = ({ stdout }: { stdout: string }): readonly string[] => stdout.trim().split('\n').sort();
    expect([sorted(read), sorted(exported).length]).toEqual([sorted(found), sorted(found).length]);
    expect(await terms.find({ order: { kind: 'ASC', term: 'ASC', client_id: 'ASC' } })).toEqual(before);
    expect(await counts.find({ order: { kind: 'ASC', term: 'ASC' } })).toEqual(countedBefore);
    expect(await search({ redirect_host: 'rare.example' })).toEqual(idsOf((_client, index) => index % 5 === 0));
  });
});
