import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { InitialAccessToken } from '../../src/governance/initial-access-tokens/initial-access-token.entity';
import {
  InitialAccessTokensService,
  type NewInitialAccessToken,
} from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyFileService } from '../../src/governance/policies/policy-file.service';
import { ClientCount } from '../../src/governance/quotas/client-count.entity';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { executedStatements } from '../support/recorded-statements';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp, type Variables } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const COUNTING = /UPDATE client_counts/;

const documentOf = (rules: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string =>
  JSON.stringify({
    policies: Object.fromEntries(Object.entries(rules).map(([name, own]) => [name, { metadata_policy: {}, ...own }])),
  });

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');

/** The words of the commands of the guide that make a credential with a quota: a token and a registrar. */
const commandsOfGuide = (): [token: string[], registrar: string[]] => {
  const lines = [...GUIDE.matchAll(/^npm run -s clientele -- (.* --max-clients .*)$/gm)].map(([, line = '']) => line);
  const commands = lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain),
  );
  expect(commands.map(([noun]) => noun)).toEqual(['tokens', 'registrars']);
  return commands as ReturnType<typeof commandsOfGuide>;
};

describe('quotas of clients', () => {
  let database: TestDatabase;
  let file: PolicyFile;
  let variables: Variables;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    file = await policyFile(documentOf({ mode: {}, few: { max_clients: 3 } }));
    variables = { POLICY_FILE: file.path, PROTECTED_REGISTRATION_POLICY: 'mode' };
    one = await createTestApp(variables, database);
    other = await createTestApp(variables, database);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  const aToken = async (wanted: Partial<NewInitialAccessToken>): Promise<{ token: string; id: string }> => {
    const made = await one.app.get(InitialAccessTokensService).create(commandContext(one), { label: '', ...wanted });
    return { token: made.token, id: made.stored.id };
  };

  const aRegistrar = async (maxClients?: number): Promise<{ token: string; id: string }> => {
    const wanted = { label: '', ...(maxClients !== undefined && { maxClients }) };
    const { client_secret = '', stored } = await one.app.get(RegistrarsService).create(commandContext(one), wanted);
    const { client_id } = stored;
    return { token: await one.accessToken({ client_id, client_secret, scope: 'register' }), id: client_id };
  };

  const register = (token: string, server = one, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    server.postRegister(aClient(own), { Authorization: `Bearer ${token}` });

  const validate = (token: string): Promise<Answer> =>
    one.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      JSON.stringify(aClient()),
    );

  const registered = async (token: string, server = one): Promise<RegisteredClient> => {
    const { status, text, json } = await register(token, server);
    expect([status, text]).toEqual([201, text]);
    return json as RegisteredClient;
  };

  const living = (where: Partial<Pick<Client, 'registrar' | 'initial_access_token'>>): Promise<number> =>
    one.app
      .get(DataSource)
      .getRepository(Client)
      .countBy(where as object);

  const countOf = async (credential: string): Promise<number | undefined> =>
    (await one.app.get(DataSource).getRepository(ClientCount).findOneBy({ credential }))?.living;

  const usesLeft = async (id: string): Promise<number | null> =>
    (await one.app.get(DataSource).getRepository(InitialAccessToken).findOneByOrFail({ id })).uses_left;

  const alternating = (count: number, work: (server: TestServer) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index % 2 === 0 ? one : other)));

  const apply = async (rules: Parameters<typeof documentOf>[0]): Promise<void> => {
    await file.write(documentOf({ mode: {}, few: { max_clients: 3 }, ...rules }));
    await one.app.get(PolicyFileService).reload();
  };

  it('of an initial access token: the refusal spends nothing, and a deleted client gives its place back', async () => {
    const { token, id } = await aToken({ uses: 10, maxClients: 2 });
    const clients = [await registered(token), await registered(token, other)];
    for (const answer of [await register(token), await register(token, other), await validate(token)])
      expect(expectRefusal(answer, 403, 'access_denied')['error_description']).toBe(
        'this initial access token must not have more than 2 clients at a time; delete one of them, or ask the operator',
      );
    expect(await usesLeft(id)).toBe(8);
    const [first] = clients;
    if (!first) throw new Error('no client');
    expect((await managing(other, first).remove()).status).toBe(204);
    expect((await validate(token)).status).toBe(200);
    await registered(token);
    expectRefusal(await register(token), 403, 'access_denied');
    expect([await usesLeft(id), await living({ initial_access_token: id })]).toEqual([7, 2]);
  });

  it('of a registrar, and of its clients whatever their state', async () => {
    const { token, id } = await aRegistrar(1);
    const client = await registered(token);
    for (const status of ['disabled', 'pending', 'active'] as const) {
      await setStatus(one, client.client_id, status);
      expect(expectRefusal(await register(token, other), 403, 'access_denied')['error_description']).toBe(
        'this registrar must not have more than 1 clients at a time; delete one of them, or ask the operator',
      );
    }
    expect(await living({ registrar: id })).toBe(1);
  });

  it('of a policy, for each credential; the smaller quota holds, and its policy is named', async () => {
    const credentials = [await aToken({ policy: 'few' }), await aToken({ policy: 'few', maxClients: 5 })];
    for (const { token } of credentials) {
      for (let count = 0; count < 3; count += 1) await registered(token, count === 1 ? other : one);
      expect(expectRefusal(await register(token), 403, 'access_denied')['error_description']).toMatch(
        /more than 3 clients at a time, by max_clients of policy few@1; delete one of them/,
      );
    }
    const { token } = await aToken({ policy: 'few', maxClients: 0 });
    expect(expectRefusal(await register(token), 403, 'access_denied')['error_description']).toMatch(
      /more than 0 clients at a time; ask the operator$/,
    );
  });

  it('never refuses an update, nor the repetition of an answer that was lost', async () => {
    const { token } = await aToken({ maxClients: 1 });
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() };
    const first = await one.postRegister(aClient(), headers);
    const again = await other.postRegister(aClient(), headers);
    expect([first.status, again.status, again.json['client_id']]).toEqual([201, 201, first.json['client_id']]);
    const own = managing(other, first.json as RegisteredClient);
    expect((await own.put(aClient({ client_name: 'New' }))).status).toBe(200);
    expect((await own.patch({ client_name: 'Newer' })).status).toBe(200);
  });

  it('is never exceeded by registrations and deletions at the same time over two nodes', async () => {
    const ROUNDS = 40;
    const QUOTA = 3;
    const { token, id } = await aToken({ uses: 1_000_000, maxClients: QUOTA });
    let clients: RegisteredClient[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const leaving = clients.slice(0, round % (QUOTA + 1));
      const [answers] = await Promise.all([
        alternating(5, (server) => register(token, server)),
        Promise.all(
          leaving.map(async (client, index) => {
            const { status } = await managing(index % 2 === 0 ? other : one, client).remove();
            expect(status).toBe(204);
          }),
        ),
      ]);
      const added = answers.filter(({ status }) => status === 201).map(({ json }) => json as RegisteredClient);
      expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 403)).toBe(true);
      const stays = clients.length - leaving.length;
      clients = [...clients.slice(leaving.length), ...added];
      expect(added.length).toBeGreaterThanOrEqual(Math.min(5, QUOTA - stays - leaving.length));
      expect(clients.length).toBeLessThanOrEqual(QUOTA);
      expect([await living({ initial_access_token: id }), await countOf(`initial_access_token ${id}`)]).toEqual([
        clients.length,
        clients.length,
      ]);
    }
    const uses = 1_000_000 - ((await usesLeft(id)) ?? 0);
    expect(uses).toBeGreaterThan(ROUNDS);
  });

  it('of 60 registrations at once over two nodes, exactly as many succeed as there are places', async () => {
    for (const quota of [1, 10]) {
      const { token, id } = await aRegistrar(quota);
      const answers = await alternating(60, (server) => register(token, server));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(quota);
      for (const answer of answers.filter(({ status }) => status !== 201)) expectRefusal(answer, 403, 'access_denied');
      expect([await living({ registrar: id }), await countOf(`registrar ${id}`)]).toEqual([quota, quota]);
    }
  });

  it('that is set while clients are registered and deleted counts all of them, in every round', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { token, id } = await aRegistrar();
      const early = await Promise.all(Array.from({ length: 4 }, () => registered(token)));
      expect(await countOf(`registrar ${id}`)).toBeUndefined();
      const [answers] = await Promise.all([
        alternating(12, (server) => register(token, server)),
        apply({ mode: { max_clients: 10 } }),
        ...early.slice(0, 2).map((client) => managing(other, client).remove()),
      ]);
      const admitted = answers.filter(({ status }) => status === 201).length;
      const counted = await living({ registrar: id });
      expect(counted).toBe(2 + admitted);
      for (let place = counted; place < 10; place += 1) await registered(token, other);
      expectRefusal(await register(token), 403, 'access_denied');
      expect(await countOf(`registrar ${id}`)).toBe(Math.max(10, counted));
      await apply({});
    }
  });

  it('holds for the registrar of the environment too, also after nodes that had no policy', async () => {
    const own = await preparedDatabase();
    const few = { ...variables, PROTECTED_REGISTRATION_POLICY: 'few' };
    const onNode = async (with_: Variables, work: (server: TestServer) => Promise<void>): Promise<void> => {
      const server = await createTestApp(with_, own);
      await work(server);
      await server.close();
    };
    const { POLICY_FILE = '' } = variables;
    await onNode({ POLICY_FILE }, async (server) => void (await server.register(aClient())));
    await onNode(few, async (server) => {
      await server.register(aClient());
      expect((await server.postRegister(aClient())).status).toBe(201);
      expectRefusal(await server.postRegister(aClient()), 403, 'access_denied');
    });
    await onNode({ POLICY_FILE }, async (server) => {
      const statements = await executedStatements(async () => void (await server.register(aClient())));
      expect(statements.filter((text) => text.includes('client_counts'))).toEqual([]);
      const client = await server.register(aClient());
      expect((await managing(server, client).remove()).status).toBe(204);
    });
    await onNode(few, async (server) => {
      expectRefusal(await server.postRegister(aClient()), 403, 'access_denied');
      const [{ living: count }] = (await server.app.get(DataSource).getRepository(ClientCount).find()) as [ClientCount];
      expect(count).toBe(4);
    });
    await own.drop();
  });

  it('registrations of a batch are counted in one statement, and the count is no query over the clients', async () => {
    const { token } = await aToken({ maxClients: 100 });
    await registered(token);
    const statements = await executedStatements(async () => {
      await Promise.all(Array.from({ length: 20 }, () => registered(token)));
    });
    const counting = statements.filter((text) => COUNTING.test(text)).length;
    const inserting = statements.filter((text) => text.includes('INSERT INTO clients')).length;
    expect(counting).toBe(inserting);
    expect(counting).toBeLessThan(20);
    expect(statements.filter((text) => /count\(\*\) FROM clients/.test(text))).toEqual([]);
  });

  it('the commands of docs/GOVERNANCE.md make a token and a registrar with a quota; a deleted client gives its place back', async () => {
    const [aFleet, aTeam] = commandsOfGuide();
    const ending = await clientele(database, ...aFleet, '--json');
    const { token, id, ...shown } = JSON.parse(ending.stdout) as { token: string; id: string };
    expect(shown).toMatchObject({ max_clients: 10, uses: 'unlimited', label: 'a device fleet' });
    const [client_id = ''] = await Promise.all(
      Array.from({ length: 10 }, async () => (await registered(token)).client_id),
    );
    const { error_description } = expectRefusal(await register(token), 403, 'access_denied');
    expect(GUIDE).toContain(`\n  ${String(error_description)}\n`);
    const deleted = await clientele(database, 'clients', 'delete', client_id, '--yes');
    expect(deleted.code).toBe(0);
    expect(await countOf(`initial_access_token ${id}`)).toBe(9);
    await registered(token);
    const made = await clientele(database, ...aTeam, '--json');
    expect(JSON.parse(made.stdout)).toMatchObject({ max_clients: 100, label: 'a test team' });
    const { client_id: registrar } = JSON.parse(made.stdout) as { client_id: string };
    expect(await countOf(`registrar ${registrar}`)).toBe(0);
  });

  if (databaseKind === 'sqlite')
    it('--max-clients is a number', async () => {
      expect(await clientele(database, 'registrars', 'create', '--max-clients', 'many')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^--max-clients must be a number from 0 to 1000000000; write --max-clients 10/),
      });
    });
});
