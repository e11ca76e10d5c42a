import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Caller } from '../../support/callers';
import { halfARequest } from '../../support/half-a-request';
import { SECRET_KEYS } from '../../support/secret-keys';
import { type ServerProcess, startProcess } from '../../support/server-process';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import { BANNER, isListening, pidsOf, times } from '../../support/worker-processes';

describe('workers and their primary', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await preparedDatabase();
  });

  afterAll(() => database.drop());

  const startWith = (variables: Readonly<Record<string, string>>): Promise<ServerProcess> =>
    startProcess({ DATABASE_URL: database.url, SECRET_KEYS, WORKERS: '2', ...variables });

  it('end with it, even when it is killed, and the port is free again', async () => {
    const server = await startWith({});
    await server.hasWritten(BANNER);
    const pids = new Set(await pidsOf(server, await times(8, () => new Caller(server).call('/.well-known/jwks.json'))));
    expect(pids.size).toBe(2);
    server.signal('SIGKILL');
    await server.ended; // when no process has its output open any more
    expect(await isListening(server)).toBe(false);
  });

  it('stop in good order when some of them do not serve yet', async () => {
    const server = await startWith({});
    const isUp = () =>
      new Caller(server).call('/health/ready').then(
        () => true,
        () => false,
      );
    while (!(await isUp())) await pause(20);
    server.signal('SIGTERM');
    const { code, stdout, stderr } = await server.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('SIGTERM: finishing requests in flight');
  });

  it('exit 1 when a request in flight does not finish in time', async () => {
    const server = await startWith({ SHUTDOWN_TIMEOUT: '0' });
    await server.hasWritten(BANNER);
    await halfARequest(server.port, 'grant_type=client_credentials');
    server.signal('SIGINT');
    const { code, stdout } = await server.ended;
    expect(stdout).toContain('requests in flight did not finish in time');
    expect(code).toBe(1);
  });

  it('share a port that the system chose, and the banner shows it', async () => {
    const server = await startWith({ PORT: '0' });
    await server.hasWritten(BANNER);
    const port = Number(/listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(server.stdout)?.[1]);
    const answers = await times(8, () => new Caller({ port }).call('/.well-known/jwks.json'));
    expect(new Set(await pidsOf(server, answers)).size).toBe(2);
    await server.close();
  });

  describe('print once why they do not start:', () => {
    const failureOf = async (variables: Readonly<Record<string, string>>): Promise<string> => {
      const { code, stdout, stderr } = await (await startWith(variables)).ended;
      expect(code).toBe(1);
      expect(stdout).toBe('');
      return stderr.trim();
    };

    it('the port is taken', async () => {
      const other = createServer();
      const PORT = await new Promise<string>((done) =>
        other.listen(0, '127.0.0.1', () => {
          done(String((other.address() as AddressInfo).port));
        }),
      );
      expect(await failureOf({ PORT })).toMatch(/^HOST, PORT: cannot listen on .*: the port is taken.*$/);
      await new Promise((done) => other.close(done));
    });

    it('the keys do not fit the database', async () => {
      await (await createTestApp({}, database)).close();
      const keys = `1:${Buffer.alloc(32, 8).toString('base64')}`;
      expect(await failureOf({ SECRET_KEYS: keys })).toMatch(/^SECRET_KEYS: .*do not fit.*$/);
    });

    it('each would have a database of its own', async () => {
      expect(await failureOf({ DATABASE_URL: 'sqlite::memory:' })).toBe(
        'The configuration is wrong:\n  - WORKERS must be 1 with sqlite::memory:, as each would have a database of its own; use sqlite:PATH',
      );
    });
  });
});
