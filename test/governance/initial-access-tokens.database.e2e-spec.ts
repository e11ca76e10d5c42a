import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { InitialAccessToken } from '../../src/governance/initial-access-tokens/initial-access-token.entity';
import {
  actorOf,
  InitialAccessTokensService,
  type NewInitialAccessToken,
} from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { UnitsOfWorkService } from '../../src/platform/database/units-of-work.service';
import { aClient } from '../support/a-client';
import { Caller } from '../support/callers';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { holdSpending } from '../support/held-spending';
import { jsonLines } from '../support/json-lines';
import { eventsOfType } from '../support/logged-events';
import { executedStatements } from '../support/recorded-statements';
import { expectRefusal } from '../support/refusal';
import { SECRET_KEYS } from '../support/secret-keys';
import { startProcess } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');

/** The words of the commands of the guide: they create, also with a policy, list and revoke. The last is of quotas. */
const commandsOfGuide = (): [create: string[], withPolicy: string[], list: string[], revoke: string[]] => {
  const commands = [...GUIDE.matchAll(/^npm run -s clientele -- (tokens .*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain),
  );
  const names = ['create', 'create', 'list', 'revoke', 'create'];
  expect(commands.map(([, name]) => name)).toEqual(names);
  return commands as ReturnType<typeof commandsOfGuide>;
};

const PARTNER_PORTAL = join(__dirname, '../../docs/policies/partner-portal.yaml');

const SPENDING = /UPDATE initial_access_tokens/;

describe('initial access tokens', () => {
  let database: TestDatabase;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    [one, other] = await Promise.all([createTestApp({}, database), createTestApp({}, database)]);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  const aToken = async (
    wanted: Partial<NewInitialAccessToken> = { uses: 1 },
  ): Promise<{ token: string; stored: InitialAccessToken }> =>
    one.app.get(InitialAccessTokensService).create(commandContext(one), { label: '', ...wanted });

  const stored = (id: string): Promise<InitialAccessToken> =>
    one.app.get(DataSource).getRepository(InitialAccessToken).findOneByOrFail({ id });

  const clientsOf = (initial_access_token: string): Promise<number> =>
    one.app.get(DataSource).getRepository(Client).countBy({ initial_access_token });

  const register = (server: TestServer, token: string, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    server.postRegister(aClient(own), { Authorization: `Bearer ${token}` });

  /** Sends a registration again, to another node. */
  const registerAgain = (token: string, key: string): Promise<Answer> =>
    one.postRegister(aClient(), { Authorization: `Bearer ${token}`, 'Idempotency-Key': key });

  const validate = (server: TestServer, token: string): Promise<Answer> =>
    server.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      JSON.stringify(aClient()),
    );

  it('the commands of docs/GOVERNANCE.md make one, which registers ten clients, list it and revoke it', async () => {
    const [create, , list, revoke] = commandsOfGuide();
    const made = await clientele(database, ...create, '--json');
    expect(made).toMatchObject({ code: 0, stderr: `Database: ${describeDatabase(database.url)}\n` });
    const { token, id, ...shown } = JSON.parse(made.stdout) as { token: string; id: string };
    expect(token).toMatch(/^clt_iat_[\w-]{80}$/);
    expect(shown).toMatchObject({ uses: 10, uses_left: 10, label: 'a partner', state: 'active' });

    const first = await register(one, token);
    expect([first.status, first.text.includes(id)]).toEqual([201, false]);
    for (let uses = 1; uses < 10; uses += 1) expect((await register(other, token)).status).toBe(201);
    expectRefusal(await register(one, token), 401, 'invalid_token');
    expect(await clientsOf(id)).toBe(10);

    const listed = await clientele(database, ...list);
    expect(listed.stdout).toMatch(new RegExp(`^${id} +used up +0 +10 .*a partner$`, 'm'));
    const words = revoke.map((word) => word.replace('ID', id));
    const unconfirmed = words.filter((word) => word !== '--yes');
    expect(await clientele(database, ...unconfirmed)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/repeat the command with --yes\n$/),
    });
    const revoked = await clientele(database, ...words, '--json');
    expect(JSON.parse(revoked.stdout)).toMatchObject({ id, state: 'revoked' });
    const all = await clientele(database, ...list, '--json');
    expect(jsonLines(all.stdout)).toContainEqual(expect.objectContaining({ id, state: 'revoked', label: 'a partner' }));
    const { details } = await stored(id);
    for (const { stdout, stderr } of [listed, revoked, all])
      for (const secret of [token, details.secret.hash]) expect(stdout + stderr).not.toContain(secret);
  });

  it('the command of docs/GOVERNANCE.md attaches a policy to one, which its clients follow', async () => {
    const [, create, list] = commandsOfGuide();
    const variables = { POLICY_FILE: PARTNER_PORTAL, SCOPES: 'read write' };
    const server = await createTestApp(variables, database);
    const ending = await clientele({ url: database.url, variables }, ...create, '--json');
    expect(ending).toMatchObject({ code: 0 });
    const made = JSON.parse(ending.stdout) as Record<string, string>;
    expect(made).toMatchObject({ policy: 'partners', uses: 10 });
    expect((await clientele(database, ...list)).stdout).toMatch(
      new RegExp(`^${made['id']} .* partners +a partner$`, 'm'),
    );
    const partner = { client_name: 'Partner: App 1', redirect_uris: ['https://app.partner.example/callback'] };
    const { token = '' } = made;
    const answers = [await server.postRegister(partner), await register(server, token, { ...partner, scope: 'read' })];
    expect(answers.map(({ json }) => json['contacts'])).toEqual([[], ['support@partner.example']]);
    expectRefusal(await register(server, token), 400, 'invalid_redirect_uri');
    await server.close();
  });

  it('without --json the token alone is on standard output; without options it registers one client within a week', async () => {
    const { code, stdout, stderr } = await clientele(database, 'tokens', 'create');
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 1]);
    expect(stderr).toMatch(/It is not shown again\.\n$/);
    const { uses_left, expires_at, created_at } = await stored(stdout.slice('clt_iat_'.length, 44));
    const days = ((expires_at?.getTime() ?? 0) - created_at.getTime()) / 86_400_000;
    expect([uses_left, days]).toEqual([1, 7]);
  });

  it('a token without a limit and an end registers any number of clients until it is revoked', async () => {
    const { token, stored: row } = await aToken({});
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(one, token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await clientsOf(row.id)).toBe(20);
    await one.app.get(InitialAccessTokensService).revoke(commandContext(one), row.id);
    expectRefusal(await register(other, token), 401, 'invalid_token');
  });

  it('of 100 registrations at once over two nodes, with 10 uses, exactly 10 succeed', async () => {
    const { token, stored: row } = await aToken({ uses: 10 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => register(index % 2 === 0 ? one : other, token)),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(90);
    for (const answer of refused) expectRefusal(answer, 401, 'invalid_token');
    expect([await clientsOf(row.id), (await stored(row.id)).uses_left]).toEqual([10, 0]);
  });

  it('a single use has one winner, in every round', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { token, stored: row } = await aToken();
      const answers = await Promise.all([one, other, one, other].map((server) => register(server, token)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401]);
      expect(await clientsOf(row.id)).toBe(1);
    }
  });

  it('registrations of a batch spend their token in one statement, and those that came first get the uses', async () => {
    const tokens = one.app.get(InitialAccessTokensService);
    const [{ stored: many }, { stored: few }] = await Promise.all([aToken({ uses: 50 }), aToken({ uses: 2 })]);
    const spend = (row: InitialAccessToken): Promise<void> =>
      one.app.get(UnitsOfWorkService).run(commandContext(one), (_unit, context) => {
        tokens.spend(context, actorOf(row), 'client');
      });
    const statements = await executedStatements(async () => {
      await Promise.all(Array.from({ length: 50 }, () => spend(many)));
    });
    expect(statements.filter((text) => SPENDING.test(text))).toHaveLength(1);
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => spend(few)));
    expect(settled.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, false, false]);
    expect([(await stored(many.id)).uses_left, (await stored(few.id)).uses_left]).toEqual([0, 0]);
    const spent = (await eventsOfType(one, 'initial_access_token.spent')).map(({ data }) => data);
    for (const { id, uses } of [
      { id: many.id, uses: 50 },
      { id: few.id, uses: 2 },
    ])
      expect(spent.filter(({ initial_access_token }) => initial_access_token === id)).toEqual([
        { initial_access_token: id, clients: Array<string>(uses).fill('client') },
      ]);
  });

  it('registrations with a token of the registrar run the same statements as before', async () => {
    await one.registerToken();
    const statements = await executedStatements(async () => {
      await one.register(aClient());
    });
    expect(statements.filter((text) => text.includes('initial_access_tokens'))).toEqual([]);
  });

  it('a trial and a refused registration spend nothing', async () => {
    const { token, stored: row } = await aToken();
    expect((await validate(one, token)).status).toBe(200);
    expectRefusal(await register(one, token, { redirect_uris: ['http://evil.example'] }), 400, 'invalid_redirect_uri');
    expect((await stored(row.id)).uses_left).toBe(1);
    expect((await register(one, token)).status).toBe(201);
    expectRefusal(await validate(one, token), 401, 'invalid_token');
  });

  it('an answer that was lost is repeated for the same Idempotency-Key, although the token is used up', async () => {
    const { token, stored: row } = await aToken();
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() };
    const answers = await Promise.all([one, other].map((server) => server.postRegister(aClient(), headers)));
    answers.push(await one.postRegister(aClient(), headers));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ json }) => json['client_id'])).size).toBe(1);
    expect(await clientsOf(row.id)).toBe(1);
    expectRefusal(
      await one.postRegister(aClient(), { ...headers, 'Idempotency-Key': randomUUID() }),
      401,
      'invalid_token',
    );
    const { token: another } = await aToken();
    const strangers = { ...headers, Authorization: `Bearer ${another}` };
    const registered = await one.postRegister(aClient(), strangers);
    expect(registered.json['client_id']).not.toBe(answers[0]?.json['client_id']);
  });

  it('every token that is not valid gets the refusal of a wrong access token', async () => {
    const { token } = await aToken();
    const [usedUp, expired, revoked] = await Promise.all([aToken(), aToken({ lifetime: 0 }), aToken()]);
    await register(one, usedUp.token);
    await one.app.get(InitialAccessTokensService).revoke(commandContext(one), revoked.stored.id);
    const id = randomUUID();
    const wrong = await register(one, 'not.a.token');
    expectRefusal(wrong, 401, 'invalid_token');
    const presented = [
      usedUp.token,
      expired.token,
      revoked.token,
      token.replace(/clt_iat_.{36}/, `clt_iat_${id}`),
      `${token.slice(0, -4)}AAAA`,
      `${token}A`,
      'clt_iat_',
    ];
    for (const text of presented)
      for (const answer of [await register(one, text), await validate(one, text)]) {
        expect([answer.status, answer.text]).toEqual([401, wrong.text]);
        expect(answer.headers.get('www-authenticate')).toBe(wrong.headers.get('www-authenticate'));
      }
    const byDpop = await one.postRegister(aClient(), { Authorization: `DPoP ${token}` });
    expectRefusal(byDpop, 401, 'invalid_token');
    expect((await register(one, token)).status).toBe(201);
  });

  it('it manages no client', async () => {
    const { token } = await aToken();
    const { json } = await register(one, token);
    const path = `/register/${String(json['client_id'])}`;
    expectRefusal(await one.get(path, { Authorization: `Bearer ${token}` }), 401, 'invalid_token');
  });

  it('trials with it are limited as those of a registrar', async () => {
    const limited = await createTestApp({ RATE_LIMIT_VALIDATE: '2' }, database);
    const [{ token }, { token: another }] = await Promise.all([aToken(), aToken()]);
    const statuses: number[] = [];
    for (const text of [token, token, token, another]) statuses.push((await validate(limited, text)).status);
    await limited.close();
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  it('in open mode it counts as a token, and is spent', async () => {
    const open = await createTestApp({ REGISTRATION_MODE: 'open', RATE_LIMIT_REGISTER: '1' }, database);
    const { token } = await aToken({ uses: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await register(open, token)).status);
    await open.close();
    expect(statuses).toEqual([201, 201, 401]);
  });

  it('after SIGKILL every client was paid for, and every use that is gone has its client', async () => {
    const USES = 100_000;
    const { token, stored: row } = await aToken({ uses: USES });
    const process = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, LOG_LEVEL: 'debug' });
    await process.hasWritten(/register -H/);
    const callers = Array.from({ length: 16 }, () => new Caller(process, true));
    let answered = 0;
    const unanswered = new Set<string>();
    const registering = callers.map(async (caller) => {
      for (;;) {
        const key = randomUUID();
        unanswered.add(key);
        const { status } = await caller.register(token, aClient(), { 'Idempotency-Key': key });
        expect(status).toBe(201);
        unanswered.delete(key);
        answered += 1;
        if (answered === 60) process.signal('SIGKILL');
      }
    });
    const ended = await Promise.allSettled(registering);
    expect(ended.map(({ status }) => status)).toEqual(Array(16).fill('rejected'));
    const { stdout, stderr } = await process.ended;
    for (const caller of callers) caller.close();
    const { uses_left, details } = await stored(row.id);
    const clients = await clientsOf(row.id);
    expect(USES - (uses_left ?? 0)).toBe(clients);
    expect(clients).toBeGreaterThanOrEqual(answered);
    // Those that were stored before they could be answered are not stored again.
    for (const key of unanswered) expect((await registerAgain(token, key)).status).toBe(201);
    expect(USES - ((await stored(row.id)).uses_left ?? 0)).toBe(answered + unanswered.size);
    expect(await clientsOf(row.id)).toBe(answered + unanswered.size);
    expect(stdout).toMatch(/"statusCode":201/);
    for (const secret of [token, token.slice(-43), details.secret.hash]) expect(stdout + stderr).not.toContain(secret);
    await process.close();
  });

  it('killed between the client and the use that it spends, a process has stored both or neither', async () => {
    const { token, stored: row } = await aToken({ uses: 1 });
    const process = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, LOG_LEVEL: 'info' });
    await process.hasWritten('Clientele listens on');
    const held = await holdSpending(database, row.id);
    const key = randomUUID();
    const headers = { 'Idempotency-Key': key };
    const answer = new Caller(process).register(token, aClient(), headers).then(
      ({ status }) => `answered with ${status}`,
      () => 'lost',
    );
    await held.untilReached();
    process.signal('SIGKILL');
    await process.ended;
    expect(await answer).toBe('lost');
    await held.close();
    // What SQLite was about to write is gone with the process. PostgreSQL ends the one statement that it has received.
    const neither = [1, 0];
    const both = [0, 1];
    expect([(await stored(row.id)).uses_left, await clientsOf(row.id)]).toEqual(
      databaseKind === 'sqlite' ? neither : both,
    );
    expect((await registerAgain(token, key)).status).toBe(201);
    expect([(await stored(row.id)).uses_left, await clientsOf(row.id)]).toEqual(both);
    await process.close();
  });

  it('a key of SECRET_KEYS that tokens need is not removed by accident', async () => {
    const own = await preparedDatabase();
    const server = await createTestApp({}, own);
    const { stored: row } = await server.app
      .get(InitialAccessTokensService)
      .create(commandContext(server), { label: '' });
    await server.app
      .get(TransactionsService)
      .run((manager) => manager.update(InitialAccessToken, row.id, { key_version: 7 }));
    await server.close();
    await expect(createTestApp({}, own)).rejects.toThrow(
      'SECRET_KEYS: key 7 is missing, and 1 initial access token(s) were made with it',
    );
    await (await createTestApp({ DROPPED_SECRET_KEYS: '7' }, own)).close();
    await own.drop();
  });

  if (databaseKind === 'sqlite')
    it.each([
      [['tokens'], /^Usage: clientele tokens/],
      [['tokens', 'create', '--uses', '0'], /^--uses must be a number/],
      [['tokens', 'revoke', 'unknown', '--yes'], /ID: there is no initial access token unknown; see tokens list\n$/],
    ])('clientele %j is refused', async (words, reason) => {
      const ending = await clientele(database, ...words);
      expect(ending).toMatchObject({
        code: words.includes('unknown') ? 1 : 2,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
    });

  if (databaseKind === 'sqlite')
    it('a command refuses a database that is not there', async () => {
      const ending = await clientele({ url: `${database.url}.none` }, 'tokens', 'list');
      expect(ending).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^Database: .*\nDATABASE_URL: there is no /),
      });
    });
});
