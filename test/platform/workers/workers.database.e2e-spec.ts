import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { aClient } from '../../support/a-client';
import { type Answered, Caller } from '../../support/callers';
import { EventReader } from '../../support/event-reader';
import { halfARequest } from '../../support/half-a-request';
import { SECRET_KEYS } from '../../support/secret-keys';
import { type ServerProcess, startProcess } from '../../support/server-process';
import { databaseKind, emptyDatabase, type TestDatabase } from '../../support/test-database';
import { BANNER, isListening, pidsOf, times } from '../../support/worker-processes';

const REGISTRAR = { client_id: 'registerClient', client_secret: 'password', scope: 'register' };
const ADMINISTRATOR = { ADMIN_CLIENT_ID: 'administrator', ADMIN_CLIENT_SECRET: 'a-secret-of-an-administrator' };
/** Of a caller between two requests: without it, the callers take the CPU time that new workers need for their start. */
const PAUSE_MS = 20;

/** Callers that repeat a request until the end. A failed request is recorded, and repeated too. */
class Load {
  readonly answers: Answered[] = [];
  readonly failures: unknown[] = [];
  private isOver = false;
  private answered = (): void => undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly callers: readonly Caller[],
    private readonly work: (caller: Caller) => Promise<Answered>,
  ) {
    this.running = Promise.all(callers.map((caller) => this.goOn(caller))).then(() => undefined);
  }

  /** Resolves once `count` more requests were answered. */
  goesOnFor(count: number): Promise<void> {
    const enough = this.answers.length + count;
    return new Promise((done) => {
      this.answered = () => {
        if (this.answers.length >= enough) done();
      };
    });
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
    for (const caller of this.callers) caller.close();
  }

  private async goOn(caller: Caller): Promise<void> {
    while (!this.isOver)
      try {
        this.answers.push(await this.work(caller));
        this.answered();
      } catch (error) {
        this.failures.push(error);
      } finally {
        await pause(PAUSE_MS);
      }
  }
}

describe('WORKERS=2', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let anybody: Caller;
  let token: string;

  const registered = (caller: Caller): Promise<Answered> => caller.register(token, aClient());
  const anonymous = (address: string): Promise<Answered> => {
    const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': address };
    return new Caller(server).call('/register', { method: 'POST', headers, body: JSON.stringify(aClient()) });
  };
  const workersAnswering = async (): Promise<Set<number>> =>
    new Set(await pidsOf(server, await times(16, () => new Caller(server).call('/.well-known/jwks.json'))));
  /** Both workers, once both answer. */
  const bothWorkers = async (): Promise<Set<number>> => {
    let answering = await workersAnswering();
    while (answering.size < 2) {
      await pause(PAUSE_MS);
      answering = await workersAnswering();
    }
    return answering;
  };

  beforeAll(async () => {
    database = await emptyDatabase();
    const limits = { REGISTRATION_MODE: 'open', OPEN_REGISTRATION_POLICY: 'none', TRUST_PROXY: '127.0.0.1' };
    const variables = { DATABASE_URL: database.url, WORKERS: '2', SHUTDOWN_TIMEOUT: '60', ...limits, ...ADMINISTRATOR };
    server = await startProcess(variables, { SECRET_KEYS });
    await server.hasWritten(BANNER);
    anybody = new Caller(server);
    token = String((await anybody.token(REGISTRAR)).json['access_token']);
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  it('two workers share the connections, and the banner is printed once', async () => {
    const answers: Answered[] = [];
    for (let n = 0; n < 32; n += 1) answers.push(await new Caller(server).call('/.well-known/jwks.json'));
    expect(new Set(answers.map(({ status, json }) => `${status} ${JSON.stringify(json)}`)).size).toBe(1);
    const pids = await pidsOf(server, answers);
    const [one, other] = new Set(pids);
    for (const worker of [one, other]) expect(pids.filter((pid) => pid === worker).length).toBeGreaterThanOrEqual(8);
    expect(new Set(pids).size).toBe(2);
    expect(pids).not.toContain(server.pid);
    expect(server.stdout.match(BANNER)).toHaveLength(1);
  });

  it('a change by one worker is visible to the other at the next request', async () => {
    const seenBy = new Set<number>();
    while (seenBy.size < 2) {
      const { json } = await registered(anybody);
      const { client_id, client_secret, registration_access_token } = json;
      const mine = { Authorization: `Bearer ${String(registration_access_token)}` };
      const tries = () => times(8, () => new Caller(server).token({ client_id, client_secret }));
      for (const { status } of await tries()) expect(status).toBe(200);
      const deleted = await anybody.call(`/register/${String(client_id)}`, { method: 'DELETE', headers: mine });
      expect(deleted.status).toBe(204);
      const refused = await tries();
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401));
      for (const pid of await pidsOf(server, refused)) seenBy.add(pid);
    }
  });

  it('a rate limit permits exactly its number to both workers together', async () => {
    const answers = await times(30, () => anonymous('192.0.2.1'));
    const permitted = answers.filter(({ status }) => status === 201);
    expect(permitted).toHaveLength(20);
    expect(new Set(await pidsOf(server, permitted)).size).toBe(2);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 429]));
  });

  const follow = async (): Promise<EventReader> => {
    const { ADMIN_CLIENT_ID: client_id, ADMIN_CLIENT_SECRET: client_secret } = ADMINISTRATOR;
    const { json } = await anybody.token({ client_id, client_secret, scope: 'register:admin:read' });
    const headers = { Authorization: `Bearer ${String(json['access_token'])}` };
    return EventReader.open(`${server.url}/admin/events?type=client.registered`, headers);
  };

  it('a stream of events has those of both workers', async () => {
    const reader = await follow();
    const clients = await times(16, async () => (await registered(new Caller(server))).json['client_id']);
    // Events of the clients before may follow, which were not sealed yet.
    const missing = new Set<unknown>(clients);
    for (let one = await reader.next(); one; one = missing.size > 0 ? await reader.next() : undefined)
      missing.delete(one.event.client_id);
    expect(missing).toEqual(new Set());
    await reader.close();
  });

  it('SIGHUP replaces the workers: streams end, no request fails, new or on a connection kept alive, .env is read again, rates count on', async () => {
    const before = await workersAnswering();
    await server.writeEnvFile({ SECRET_KEYS, ACCESS_TOKEN_LIFETIME: '77' });
    const callers = Array.from({ length: 8 }, (_, index) => new Caller(server, index % 2 === 0));
    const reader = await follow();
    const load = new Load(callers, registered);
    await load.goesOnFor(16);
    server.signal('SIGHUP');
    await reader.rest();
    await server.hasWritten('all workers are replaced');
    await load.goesOnFor(16);
    await load.end();
    expect(load.failures).toEqual([]);
    expect(new Set(load.answers.map(({ status }) => status))).toEqual(new Set([201]));
    const after = await workersAnswering();
    expect(after.size).toBe(2);
    for (const pid of after) expect(before).not.toContain(pid);
    expect((await anybody.token(REGISTRAR)).json['expires_in']).toBe(77);
    expect((await anonymous('192.0.2.1')).status).toBe(429);
  });

  it.each([
    ['variables are wrong', { ACCESS_TOKEN_LIFETIME: 'long' }, /ACCESS_TOKEN_LIFETIME must be/],
    ['a new worker cannot start', { SECRET_KEYS: `1:${Buffer.alloc(32, 8).toString('base64')}` }, /do not fit/],
  ])('SIGHUP when %s: the log says why, and the workers go on', async (_case, lines, reason) => {
    const before = await workersAnswering();
    await server.writeEnvFile({ SECRET_KEYS, ...lines });
    server.signal('SIGHUP');
    await server.hasWritten(new RegExp(`not all workers are replaced, the others go on: .*${reason.source}`));
    await server.writeEnvFile({ SECRET_KEYS });
    expect(await workersAnswering()).toEqual(before);
  });

  it('a worker that is killed is replaced; the other goes on, and no registration that was answered is lost', async () => {
    const [victim = 0, other = 0] = await workersAnswering();
    const callers = Array.from({ length: 6 }, () => new Caller(server, true));
    const load = new Load(callers, registered);
    await load.goesOnFor(12);
    process.kill(victim, 'SIGKILL');
    await server.hasWritten(`worker ${victim} ended by itself .signal SIGKILL.`);
    await load.goesOnFor(12);
    const alive = await bothWorkers();
    await load.end();
    expect(server.stdout).not.toContain('did not finish in time');
    expect(alive).toContain(other);
    expect(alive).not.toContain(victim);
    expect(load.failures.length).toBeLessThanOrEqual(callers.length);
    for (const { status, json } of load.answers) {
      expect(status).toBe(201);
      const headers = { Authorization: `Bearer ${String(json['registration_access_token'])}` };
      const read = await anybody.call(`/register/${String(json['client_id'])}`, { headers });
      expect(read.status).toBe(200);
    }
  });

  it('a connection on its way to a worker that crashes is closed, so that its client does not wait', async () => {
    const [victim = 0] = await workersAnswering();
    process.kill(victim, 'SIGSTOP');
    let answered = 0;
    let allOthersAreAnswered = (): void => undefined;
    const others = new Promise<void>((done) => (allOthersAreAnswered = done));
    const outcomes = times(4, () =>
      new Caller(server).call('/.well-known/jwks.json').then(
        ({ status }) => {
          answered += 1;
          if (answered === 3) allOthersAreAnswered();
          return status;
        },
        () => 'closed',
      ),
    );
    await others;
    process.kill(victim, 'SIGKILL');
    expect((await outcomes).sort()).toEqual([200, 200, 200, 'closed']);
    await bothWorkers();
  });

  if (databaseKind === 'sqlite')
    it('a worker that is replaced makes no new registry where the file of the others is gone', async () => {
      const path = database.url.slice('sqlite:'.length);
      const files = [path, `${path}-wal`, `${path}-shm`];
      for (const file of files) await rename(file, `${file}.aside`);
      const [victim = 0] = await workersAnswering();
      process.kill(victim, 'SIGKILL');
      await server.hasWritten(
        /the new worker did not start: DATABASE_URL: the SQLite file \S+ was deleted, moved or repl/,
      );
      expect(files.filter(existsSync)).toEqual([]);
      expect((await registered(new Caller(server))).status).toBe(503);
      for (const file of files) await rename(`${file}.aside`, file);
      await bothWorkers();
      expect((await registered(new Caller(server))).status).toBe(201);
    });

  it('SIGTERM finishes a request in flight, refuses new ones, exits 0', async () => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...REGISTRAR }).toString();
    const request = await halfARequest(server.port, form);
    server.signal('SIGTERM');
    await server.hasWritten('SIGTERM: finishing requests in flight within 60 s');
    while (await isListening(server)) continue;
    expect(await request.finish()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*"access_token":"/);
    const { code, stderr } = await server.ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});
