import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ClientRepository } from '../../../src/clients/client.repository';
import { KeysInUseService } from '../../../src/clients/keys-in-use.service';
import { LastUsedTracker } from '../../../src/clients/last-used.tracker';
import { EnvironmentClientsService } from '../../../src/clients/environment-clients.service';
import { SecretResealingService } from '../../../src/clients/secret-resealing.service';
import { AuditRepository } from '../../../src/event-log/audit/audit.repository';
import { AuditService } from '../../../src/event-log/audit/audit.service';
import { EventStreamService } from '../../../src/event-log/audit/event-stream.service';
import { RetentionService } from '../../../src/event-log/audit/retention.service';
import { EventLogService } from '../../../src/event-log/event-log.service';
import { SealingService } from '../../../src/event-log/sealing/sealing.service';
import { GrantKeysInUseService } from '../../../src/user-grants/grant-keys-in-use.service';
import { UserGrantSweepTask } from '../../../src/user-grants/user-grant-sweep.task';
import { UserGrantsService } from '../../../src/user-grants/user-grants.service';
import { UsersService } from '../../../src/users/users.service';
import { UsedIdStore } from '../../../src/platform/replay/used-id.store';
import { IdempotentAnswerRepository } from '../../../src/idempotency/idempotent-answer.repository';
import type { ClientFilter } from '../../../src/client-search/client-filter';
import { ClientSearchService } from '../../../src/client-search/client-search.service';
import { indexClients } from '../../support/following';
import { JobRepository } from '../../../src/features/admin/jobs/job.repository';
import { JobRunService } from '../../../src/features/admin/jobs/job-run.service';
import { administering } from '../../support/administering';
import { aClient, aWebClient } from '../../support/a-client';
import { aKey, anAssertion, assertionForm } from '../../support/assertions';
import { loadParser, refusedByCitus } from '../../support/citus/citus-rules';
import { contextOf } from '../../support/context-of';
import { aClientOfPeople, formOf, refresh, somebody, tokensOf } from '../../support/grants';
import { managing } from '../../support/managing';
import { aProof, aProofKey } from '../../support/proofs';
import { indexesOf, planOf, type QueryPlan } from '../../support/query-plan';
import { recordedStatements } from '../../support/recorded-statements';
import { setStatus } from '../../support/set-status';
import { stopTasks } from '../../support/stop-tasks';
import { aSigner, currentClaims } from '../../support/software-authority';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';
import { WITH_SIGN_IN } from '../../support/with-sign-in';

const DAY_MS = 86_400_000;
const DIRECTORY = 'https://directory.example';
/** As many rows as there are algorithms and rotated keys, or receivers that administrators named: these are read whole. */
const SMALL = /\bsigning_keys\b|^SELECT (?:(?!\bFROM\b).)* FROM "?(?:checkpoint_keys|webhooks)\b/s;
/** What an operator asks the database for: the clients of a token, and of a registrar (docs/GOVERNANCE.md). */
const SEARCHES_OF_OPERATORS = [
  "SELECT client_id FROM clients WHERE initial_access_token = 'x'",
  "SELECT client_id FROM clients WHERE registrar = 'x'",
];

const SEARCHES: readonly ClientFilter[] = [
  {},
  { status: 'disabled' },
  { registrar: 'x' },
  { initial_access_token: 'x' },
  { software_id: 'x' },
  { grant_type: 'client_credentials', redirect_host: 'tmp.com' },
  { name: 'f' },
  { name: 'f', policy: 'x' },
];

const NOON = '2026-01-31T12:00:00Z';

/** What administrators make, by the path of its list. */
const MADE_BY_ADMINISTRATORS = {
  '/admin/policies': { policies: { listed: { metadata_policy: {} } } },
  '/admin/initial-access-tokens': { policy: 'listed', max_clients: 1 },
  '/admin/registrars': { policy: 'listed' },
  '/admin/webhooks': { url: 'https://receiver.example/' },
  '/admin/jobs': { action: 'disable', client_ids: ['unknown'] },
};

describe('the plan of every statement that a start, a request or a sweep runs', () => {
  const plans = new Map<string, QueryPlan>();
  let server: TestServer;
  let people: TestServer;
  let folder: string;
  let statement: string;

  beforeAll(async () => {
    const directory = await aSigner();
    statement = await directory.sign(currentClaims({ iss: DIRECTORY, software_id: 'app' }));
    folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [directory.publicJwk] }));
    server = await createTestApp({
      AUDIT_RETENTION_DAYS: '30',
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
        [DIRECTORY]: { jwks_file: join(folder, 'keys.json'), single_instance: true, single_use: true },
      }),
    });
    people = await createTestApp(WITH_SIGN_IN, server.database);
    // Only what this test does is recorded: no task that happens to run meanwhile.
    for (const node of [server, people]) await stopTasks(node);
    for (const text of await recordedStatements(async () => {
      await registrations();
      await tokens();
      await management();
      await inTheBackground();
      await readersOfTheLog();
      await administration();
      await grants();
    }))
      plans.set(text, await planOf(server.app.get(DataSource), text));
  });

  afterAll(async () => {
    await people.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const status = async (answer: Promise<{ readonly status: number }>): Promise<number> => (await answer).status;

  const registrations = async (): Promise<void> => {
    const authorization = { Authorization: `Bearer ${await server.registerToken()}` };
    expect(await status(server.postRegister(aWebClient({ software_statement: statement })))).toBe(201);
    expect(await server.app.get(ClientRepository).findRegistered('x')).toBeUndefined();
    const repeatable = { ...authorization, 'Idempotency-Key': randomUUID() };
    const twice = [aClient(), aClient()];
    for (const body of twice) expect(await status(server.postRegister(body, repeatable))).toBe(201);
  };

  const tokens = async (): Promise<void> => {
    const key = await aKey();
    const jwks = { keys: [key.publicJwk] };
    const keyed = await server.register(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks }));
    const { client_id, client_secret } = await server.register(aClient());
    const caller = { client_id, client_secret };
    await server.accessToken(assertionForm(await anAssertion(keyed.client_id, 'ES256', key.privateKey)));
    const proof = { DPoP: await aProof(await aProofKey()) };
    expect(await status(server.token({ grant_type: 'client_credentials', ...caller }, proof))).toBe(200);
    const token = await server.accessToken(caller);
    const form = new URLSearchParams({ token, ...caller }).toString();
    for (const path of ['/introspect', '/revoke', '/introspect'])
      expect(
        await status(server.send('POST', path, { 'Content-Type': 'application/x-www-form-urlencoded' }, form)),
      ).toBe(200);
  };

  const management = async (): Promise<void> => {
    const client = managing(server, await server.register(aClient()));
    expect(await status(client.read())).toBe(200);
    expect(await status(client.put(aClient({ client_name: 'Other' })))).toBe(200);
    expect(await status(client.patch({ client_name: 'Another' }))).toBe(200);
    expect(await status(client.rotateSecret())).toBe(200);
    expect(await status(client.remove())).toBe(204);
  };

  const inTheBackground = async (): Promise<void> => {
    const { client_id } = await server.register(aClient());
    await setStatus(server, client_id, 'disabled');
    expect(await server.app.get(ClientRepository).wholeAfter('', 1)).toHaveLength(1);
    expect(await server.app.get(ClientRepository).wholeOf([client_id])).toHaveLength(1);
    await searches();
    await server.app.get(EnvironmentClientsService).onApplicationBootstrap();
    await server.app.get(KeysInUseService).onModuleInit();
    expect(await server.app.get(ClientRepository).countOfKeyVersions('1', 1)).toBe(1);
    await server.app.get(SecretResealingService).reseal();
    await server.app.get(LastUsedTracker).flush();
    await server.app.get(UsedIdStore).sweep();
    await server.app.get(IdempotentAnswerRepository).sweep();
  };

  /** Writes the index of clients, for clients that are there and for changes, and searches in every way. */
  const searches = async (): Promise<void> => {
    await indexClients(server);
    const changed = await server.register(aClient({ client_name: 'Found' }));
    expect(await status(managing(server, changed).patch({ client_name: 'Found again' }))).toBe(200);
    await indexClients(server);
    const search = server.app.get(ClientSearchService);
    const registered_before = new Date();
    for (const filter of SEARCHES) {
      await search.page(filter, '', 1);
      if (filter.name === undefined) await search.page({ ...filter, registered_before }, changed.client_id, 1);
    }
    expect((await search.page({ name: 'found' }, '', 1)).found).toHaveLength(1);
  };

  /** What seals the log, and the commands and endpoints that read it. */
  const readersOfTheLog = async (): Promise<void> => {
    const { client_id } = await server.register(aClient());
    const [registered] = await server.app.get(EventLogService).pageOfClient(client_id, '', 10);
    const event_id = String(registered?.id);
    await server.app.get(SealingService).seal();
    expect((await server.app.get(AuditService).verify()).faults).toEqual([]);
    expect(await server.app.get(AuditService).prove(event_id)).toBeDefined();
    const after = Number(await server.app.get(EventStreamService).positionAfter(event_id));
    const tail = server.app.get(EventStreamService).from(after - 1, AbortSignal.abort());
    expect((await tail.next()).value).toMatchObject({ id: event_id });
    await tail.return(undefined);
    expect(await server.app.get(AuditRepository).positionSince(new Date(0))).toBeDefined();
    expect(await server.app.get(AuditRepository).firstPosition()).toBe(0);
    expect((await server.app.get(EventLogService).between().next()).done).toBe(false);
    await server.app.get(RetentionService).deleteExpired(new Date(Date.now() + 31 * DAY_MS));
    expect(await server.app.get(EventLogService).find(event_id)).toBeUndefined();
  };

  /** The lists of administrators and their pages, what they make, and the work on a job. */
  const administration = async (): Promise<void> => {
    const administrator = await administering(server);
    const made: string[] = [];
    for (const [path, body] of Object.entries(MADE_BY_ADMINISTRATORS)) {
      const headers = { 'Idempotency-Key': randomUUID() };
      const answer = await administrator.post(path, body, headers);
      const { id, client_id = 'listed' } = answer.json as Readonly<Record<string, string | undefined>>;
      expect([path, answer.status]).toEqual([path, path === '/admin/policies' ? 200 : 201]);
      made.push(`${path}/${id ?? client_id}`);
      for (const query of ['', '?limit=1', '?limit=1&after=00000000'])
        expect(await status(administrator.get(path + query))).toBe(200);
    }
    expect(await status(administrator.get(`/admin/initial-access-tokens?since=${NOON}&until=${NOON}`))).toBe(200);
    for (const path of made) {
      expect(await status(administrator.get(path))).toBe(200);
      if (path.startsWith('/admin/webhooks')) expect(await status(administrator.get(`${path}/dead-letters`))).toBe(200);
      if (path.startsWith('/admin/policies'))
        for (const list of ['versions', 'attachments', 'test'])
          expect(await status(administrator.get(`${path}/${list}`))).toBe(200);
    }
    await server.app.get(JobRunService).run();
    await server.app.get(JobRepository).deleteExpired(new Date(Date.now() + 31 * DAY_MS));
    for (const path of made)
      if (!/jobs|policies/.test(path)) expect(await status(administrator.remove(path))).toBe(204);
  };

  /** Tokens of people: authorized, redeemed, refreshed, introspected, revoked, listed, swept. */
  const grants = async (): Promise<void> => {
    const client = await people.register(aClientOfPeople({ token_endpoint_auth_method: 'client_secret_post' }));
    const sub = await somebody(people);
    const { access_token, refresh_token, grant_id } = await tokensOf(people, client, { sub });
    expect(await status(refresh(people, client, refresh_token))).toBe(200);
    for (const token of [access_token, refresh_token])
      for (const path of ['/introspect', '/revoke']) {
        const form = new URLSearchParams({ token, ...formOf(client) }).toString();
        const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
        expect(await status(people.send('POST', path, type, form))).toBe(200);
      }
    const service = people.app.get(UserGrantsService);
    expect(await service.isAlive(grant_id)).toBe(false);
    expect(await service.ofClient(client.client_id)).toEqual([]);
    await tokensOf(people, client, { sub });
    await service.revokeAllOf(contextOf(people), { sub, session: 'x' }, 'signed_out');
    await service.revokeAllOf(contextOf(people), { client_id: client.client_id }, 'operator');
    await people.app.get(GrantKeysInUseService).onModuleInit();
    await people.app.get(UserGrantSweepTask).sweep();
    expect(await people.app.get(UsersService).erase(contextOf(people), sub)).toBe(true);
  };

  it('reads by an index what it reads', () => {
    expect(plans.size).toBeGreaterThan(10);
    const scanning = [...plans].filter(([text, { scans }]) => scans.length > 0 && !SMALL.test(text));
    expect(scanning.map(([text, { scans }]) => ({ text, scans }))).toEqual([]);
  });

  it('is of a statement that Citus runs', async () => {
    await loadParser();
    expect(refusedByCitus([...plans.keys()])).toEqual([]);
  });

  it.each([
    ['a column without an index', 'SELECT * FROM clients WHERE updated_at = 5'],
    ['the second column of an index', "SELECT * FROM expiring_entries WHERE id = 'x'"],
    ['every row', 'SELECT * FROM idempotent_answers'],
    ['an order that no index has', "SELECT * FROM clients WHERE client_id > 'x' ORDER BY updated_at"],
  ])('would be found to read %s', async (_what, text) => {
    expect((await planOf(server.app.get(DataSource), text)).scans).toHaveLength(1);
  });

  it('needs every index there is', async () => {
    const searches = SEARCHES_OF_OPERATORS.map((text) => planOf(server.app.get(DataSource), text));
    const used = new Set([...plans.values(), ...(await Promise.all(searches))].flatMap(({ indexes }) => indexes));
    const indexes = await indexesOf(server.app.get(DataSource));
    expect(indexes.length).toBeGreaterThanOrEqual(6);
    expect(indexes.filter((index) => !used.has(index))).toEqual([]);
  });
});
