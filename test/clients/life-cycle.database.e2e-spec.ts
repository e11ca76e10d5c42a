import { halfARequest } from '../support/half-a-request';
import { SECRET_KEYS } from '../support/secret-keys';
import { type ServerProcess, startProcess } from '../support/server-process';
import { databaseKind, preparedDatabase, type TestDatabase } from '../support/test-database';

const FORM = 'client_id=registerClient&grant_type=client_credentials&client_secret=password&scope=register';

describe('the life of a process', () => {
  let database: TestDatabase;
  let server: ServerProcess;

  beforeEach(async () => {
    database = await preparedDatabase();
    server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, SHUTDOWN_TIMEOUT: '20' });
    await server.hasWritten(/register -H/);
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  it('the banner says where, on which database, and how to try it', async () => {
    const banner = server.stdout;
    expect(banner).toContain(`Clientele listens on ${server.url} as http://localhost:${server.port}`);
    expect(banner).toMatch(/^Data: (SQLite file|PostgreSQL) /m);
    const curls = banner.split('\n').filter((line) => line.includes('curl '));
    expect(curls).toHaveLength(2);
    expect(curls[0]).toMatch(/\/token -d /);
    expect(curls[0]).toContain(FORM);
    expect(curls[1]).toContain('/register -H "Authorization: Bearer $ACCESS_TOKEN"');
    expect(banner).not.toContain('postgres:postgres');
    expect(banner).not.toContain(SECRET_KEYS.slice(2));
    expect(server.stderr).toBe('');
    server.signal('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  // The database has no part in the end of a process.
  if (databaseKind === 'sqlite')
    it.each(['SIGTERM', 'SIGINT'] as const)(
      '%s lets a request in flight finish, refuses new ones, exits 0',
      async (signal) => {
        const request = await halfARequest(server.port, FORM);
        server.signal(signal);
        await server.hasWritten(`${signal}: finishing requests in flight within 20 s`);
        await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
        const answer = await request.finish();
        expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        expect(answer).toContain('"access_token":"');
        expect((await server.ended).code).toBe(0);
      },
    );
});

if (databaseKind === 'sqlite')
  describe('the banner of an operator with a secret', () => {
    it('does not print it', async () => {
      const database = await preparedDatabase();
      const REGISTRAR_CLIENT_SECRET = 'the-secret-of-the-registrar';
      const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, REGISTRAR_CLIENT_SECRET });
      await server.hasWritten(/register -H/);
      expect(server.stdout).not.toContain('the-secret-of-the-registrar');
      await server.close();
      await database.drop();
    });
  });
