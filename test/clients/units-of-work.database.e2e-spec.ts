import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { ClientFactory } from '../../src/clients/client.factory';
import { ClientRepository } from '../../src/clients/client.repository';
import { ClientsService } from '../../src/clients/clients.service';
import type { ClientEvent } from '../../src/clients/events/client-event';
import { type ClientListener, ListensToClients } from '../../src/clients/events/client-listener';
import type { RequestContext } from '../../src/core/request-context';
import { InsertStatement } from '../../src/platform/database/insert-statement';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { UnitsOfWorkService } from '../../src/platform/database/units-of-work.service';
import { UsedId } from '../../src/platform/replay/used-id.entity';
import { UsedIdStore } from '../../src/platform/replay/used-id.store';
import { IdempotencyService } from '../../src/idempotency/idempotency.service';
import { RegistrationService } from '../../src/registrations/registration.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { executedStatements } from '../support/recorded-statements';
import { aSigner, currentClaims, type Signer } from '../support/software-authority';
import { readerOf } from '../support/reader-of';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const ROUNDS = 10;
const INNOCENT = 6;
const IN_ONE_BATCH = 32;

const countOf = (server: TestServer): Promise<number> => server.app.get(DataSource).getRepository(Client).count();

describe('equal registrations on two nodes, among others', () => {
  const issuer = 'https://directory.example';
  let authority: Signer;
  let folder: string;
  let database: TestDatabase;
  let nodes: TestServer[];
  let authorization: { Authorization: string };

  beforeAll(async () => {
    authority = await aSigner();
    database = await preparedDatabase();
    folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    const jwks_file = join(folder, 'keys.json');
    await writeFile(jwks_file, JSON.stringify({ keys: [authority.publicJwk] }));
    const SOFTWARE_STATEMENT_ISSUERS = JSON.stringify({ [issuer]: { jwks_file, single_use: true } });
    nodes = [
      await createTestApp({ SOFTWARE_STATEMENT_ISSUERS }, database),
      await createTestApp({ SOFTWARE_STATEMENT_ISSUERS }, database),
    ];
    authorization = { Authorization: `Bearer ${await (nodes[0] as TestServer).registerToken()}` };
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const node = (at: number): TestServer => nodes[at % nodes.length] as TestServer;
  /** Sends equal registrations, two to each node, among innocent ones; expects those to have clients of their own. */
  const race = async (equal: (at: number) => Promise<Answer>): Promise<Answer[]> => {
    const before = await countOf(node(0));
    const [innocent, equals] = [[], []] as [Promise<Answer>[], Promise<Answer>[]];
    for (let at = 0; at < INNOCENT; at += 1) {
      innocent.push(node(at).postRegister(aClient(), { ...authorization, 'Idempotency-Key': randomUUID() }));
      if (at < 2 * nodes.length) equals.push(equal(at));
      innocent.push(node(at).postRegister(aClient(), authorization));
    }
    const others = await Promise.all(innocent);
    const outcomes = await Promise.all(equals);
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 201));
    expect(new Set(others.map(({ json }) => json['client_id'])).size).toBe(others.length);
    expect(await countOf(node(0))).toBe(before + others.length + 1);
    return outcomes;
  };

  it('with one Idempotency-Key and one body get one client and one answer', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const headers = { ...authorization, 'Idempotency-Key': randomUUID() };
      const outcomes = await race((at) => node(at).postRegister(aClient(), headers));
      expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 201));
      for (const { json } of outcomes) expect(json).toEqual(outcomes[0]?.json);
      const client = outcomes[0]?.json as unknown as RegisteredClient;
      for (const one of nodes) expect((await managing(one, client).read()).status).toBe(200);
    }
  });

  it('with one Idempotency-Key and different bodies: one registers', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const headers = { ...authorization, 'Idempotency-Key': randomUUID() };
      const outcomes = await race((at) => node(at).postRegister(aClient({ client_name: `Client ${at}` }), headers));
      expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
    }
  });

  it('with one software statement that is good for one use: one registers', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const software_statement = await authority.sign(currentClaims({ iss: issuer, client_name: 'Software' }));
      const outcomes = await race((at) => node(at).postRegister(aClient({ software_statement }), authorization));
      expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
      const refused = outcomes.filter(({ status }) => status === 400);
      for (const { json } of refused) expect(json['error_description']).toMatch(/must be used once only/);
    }
  });

  it('with one such statement and keys of their own: a key of one that lost is free', async () => {
    const software_statement = await authority.sign(currentClaims({ iss: issuer, client_name: 'Software' }));
    const keys = Array.from({ length: INNOCENT }, () => ({ ...authorization, 'Idempotency-Key': randomUUID() }));
    const outcomes = await race((at) => node(at).postRegister(aClient({ software_statement }), keys[at]));
    const lost = outcomes.findIndex(({ status }) => status === 400);
    expect((await node(0).postRegister(aClient(), keys[lost])).status).toBe(201);
  });
});

/** Stores a row about each client; fails, itself or by its row, for clients of these names. */
@ListensToClients()
@Injectable()
class RowListener implements ClientListener {
  readonly notified: string[] = [];
  /** What it stores after the commits, in units of its own. */
  readonly later: Promise<void>[] = [];
  private readonly rows: InsertStatement<UsedId>;

  constructor(
    dataSource: DataSource,
    private readonly units: UnitsOfWorkService,
  ) {
    this.rows = new InsertStatement(dataSource, UsedId);
  }

  store(_context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    if (event.type !== 'ClientRegistered') return;
    const name = event.client.metadata.client_name;
    if (name === 'throws') throw new Error('the listener throws');
    const id = name === 'has no row' ? (null as unknown as string) : event.client.client_id;
    unit.add(this.rows, { purpose: 'listener', id, expires_at: new Date() });
  }

  notify(context: RequestContext, event: ClientEvent): Promise<void> {
    if (event.type !== 'ClientRegistered') return Promise.resolve();
    const { client_id } = event.client;
    this.notified.push(client_id);
    const row = { purpose: 'after the commit', id: client_id, expires_at: new Date() };
    this.later.push(
      this.units.run(context, (unit) => {
        unit.add(this.rows, row);
      }),
    );
    return Promise.reject(new Error('a failure after the commit'));
  }
}

describe('the units of one batch', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({}, undefined, [RowListener]);
  });

  afterAll(() => server.close());

  const newClient = (client_name: string): Client =>
    server.app.get(ClientFactory).issue(readerOf(server).read(aClient({ client_name }))).client;
  const stored = async (purpose: string): Promise<string[]> =>
    (await server.app.get(DataSource).getRepository(UsedId).findBy({ purpose })).map(({ id }) => id);

  it('fail alone when a listener throws or its row is refused; listeners are notified of the others', async () => {
    const context = commandContext(server);
    const names = ['first', 'throws', 'second', 'has no row', 'third'];
    const clients = names.map(newClient);
    const settled = await Promise.allSettled(
      clients.map(async (client) => server.app.get(ClientsService).register(context, client)),
    );
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    const committed = clients.filter((_, at) => settled[at]?.status === 'fulfilled').map(({ client_id }) => client_id);
    const found = await Promise.all(clients.map(({ client_id }) => server.app.get(ClientRepository).find(client_id)));
    expect(found.flatMap((client) => client?.client_id ?? [])).toEqual(committed);
    expect((await stored('listener')).sort()).toEqual([...committed].sort());
    expect(server.app.get(RowListener).notified.sort()).toEqual([...committed].sort());
  });

  it('leave none of their identifiers when one of those was used before', async () => {
    const usedIds = server.app.get(UsedIdStore);
    const until = Date.now() / 1000 + 60;
    const [taken, fresh, innocent] = [randomUUID(), randomUUID(), randomUUID()];
    await usedIds.add('software-statement', taken, until);
    const using = (...ids: string[]): Promise<void> =>
      server.app.get(UnitsOfWorkService).run({}, (unit) => {
        for (const id of ids)
          usedIds.addTo(unit, { purpose: 'software-statement', id, until }, () => new Error(`${id} was used`));
      });
    const settled = await Promise.allSettled([using(fresh, taken), using(innocent), using(taken), using(fresh)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(settled[0]).toMatchObject({ reason: new Error(`${taken} was used`) });
    expect((await stored('software-statement')).sort()).toEqual([taken, fresh, innocent].sort());
  });
});

describe('the context of a unit', () => {
  let server: TestServer;
  let units: UnitsOfWorkService;
  let rows: InsertStatement<UsedId>;

  beforeAll(async () => {
    server = await createTestApp({}, undefined, [RowListener]);
    units = server.app.get(UnitsOfWorkService);
    rows = new InsertStatement(server.app.get(DataSource), UsedId);
  });

  afterAll(() => server.close());

  const aRow = (): UsedId => ({ purpose: 'test', id: randomUUID(), expires_at: new Date() });
  const isStored = ({ id }: UsedId): Promise<boolean> =>
    server.app.get(DataSource).getRepository(UsedId).existsBy({ id });

  it.each([{}, { 'Idempotency-Key': randomUUID() }])(
    'is not that of a listener after the commit, which stores in a unit of its own (%j)',
    async (headers) => {
      const Authorization = `Bearer ${await server.registerToken()}`;
      const { json } = await server.postRegister(aClient(), { Authorization, ...headers });
      await Promise.all(server.app.get(RowListener).later);
      const found = await server.app
        .get(DataSource)
        .getRepository(UsedId)
        .findBy({ id: json['client_id'] as string });
      expect(found.map(({ purpose }) => purpose).sort()).toEqual(['after the commit', 'listener']);
    },
  );

  it('takes no change after the commit, instead of losing it', async () => {
    const [first, second] = [aRow(), aRow()];
    const finished = await units.run({}, (unit, context) => {
      unit.add(rows, first);
      return context;
    });
    const late = units.run(finished, (unit) => {
      unit.add(rows, second);
    });
    await expect(late).rejects.toThrow('the unit of work is closed');
    expect(await Promise.all([first, second].map(isStored))).toEqual([true, false]);
  });

  it('is not committed with a part of a change that failed, even if its error is caught', async () => {
    const [whole, part] = [aRow(), aRow()];
    const outer = units.run({}, async (unit, context) => {
      unit.add(rows, whole);
      const inner = units.run(context, (same) => {
        same.add(rows, part);
        throw new Error('after the first of two rows');
      });
      await inner.catch(() => undefined);
    });
    await expect(outer).rejects.toThrow('after the first of two rows');
    expect(await Promise.all([whole, part].map(isStored))).toEqual([false, false]);
  });

  it('is answered as committed when work after the commit throws, and the other work runs', async () => {
    const row = aRow();
    let hasRun = false;
    await units.run({}, (unit) => {
      unit.add(rows, row);
      unit.afterCommit(() => {
        throw new Error('after the commit');
      });
      unit.afterCommit(() => {
        hasRun = true;
      });
    });
    expect([hasRun, await isStored(row)]).toEqual([true, true]);
  });
});

describe('the statements of one batch', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
    await stopTasks(server);
  });

  afterAll(() => server.close());

  /** Registers many clients at once, each with a key of its own or none; counts the statements by their first words. */
  const statementsOf = async (isRepeatable: boolean): Promise<Record<string, number>> => {
    const metadata = readerOf(server).read(aClient());
    const validated = { metadata, uses: { once: [], instance: null }, policy: undefined, report: () => ({}) as never };
    const register = (): Promise<unknown> =>
      server.app
        .get(IdempotencyService)
        .answer(
          commandContext(server),
          isRepeatable ? { id: randomUUID(), request_hash: 'the same' } : undefined,
          (context) => server.app.get(RegistrationService).register(context, validated),
        );
    const texts = await executedStatements(async () => {
      await Promise.all(Array.from({ length: IN_ONE_BATCH }, register));
    });
    const counts: Record<string, number> = {};
    for (const text of texts) {
      const [what] = /^(INSERT INTO \w+|SELECT|COMMIT|\w+)/.exec(text) ?? [text];
      counts[what] = (counts[what] ?? 0) + 1;
    }
    return counts;
  };

  it('are one for each table, which run as one without a transaction', async () => {
    const sqlite = { 'INSERT INTO clients': 1, 'INSERT INTO events': 1 };
    const repeatable = databaseKind === 'sqlite' ? { ...sqlite, 'INSERT INTO idempotent_answers': 1 } : { WITH: 1 };
    expect(await statementsOf(false)).toEqual(databaseKind === 'sqlite' ? sqlite : { WITH: 1 });
    expect(await statementsOf(true)).toEqual({ SELECT: 1, ...repeatable });
  });

  if (databaseKind === 'postgres')
    it('are one for each table where the database takes no writing statement below WITH', async () => {
      const dataSource = server.app.get(DataSource);
      await dataSource.query('CREATE TABLE copies (id text)');
      await dataSource.query(
        'CREATE RULE copy AS ON INSERT TO events DO ALSO INSERT INTO copies (id) VALUES (NEW.id)', // refused below WITH
      );
      const before = await countOf(server);
      await statementsOf(false);
      expect(await countOf(server)).toBe(before + IN_ONE_BATCH);
      const expected = { 'INSERT INTO clients': 1, 'INSERT INTO events': 1, COMMIT: 1 };
      const { WITH: combined, ...others } = await statementsOf(false);
      expect([combined, others]).toEqual([undefined, expect.objectContaining(expected)]);
    });
});
