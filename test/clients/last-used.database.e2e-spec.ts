import { ClientRepository } from '../../src/clients/client.repository';
import { LastUsedTracker } from '../../src/clients/last-used.tracker';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { executedStatements } from '../support/recorded-statements';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { preparedDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';

describe('when a client was last in use', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
    await stopTasks(server); // columns are renamed on the connection that their transactions use
  });

  afterAll(() => server.close());

  const use = ({ client_id, client_secret }: RegisteredClient, at = server): Promise<string> =>
    at.accessToken({ client_id, client_secret });
  const lastUseOf = async ({ client_id }: RegisteredClient, at = server): Promise<Date | null | undefined> =>
    (await at.app.get(ClientRepository).find(client_id))?.last_used_at;

  const flush = (): Promise<void> => server.app.get(LastUsedTracker).flush();
  const execute = (statement: string): Promise<unknown> =>
    server.app.get(WriteConnectionService).dataSource.query(statement);
  /** How many statements that write when a client was last in use run during some work. */
  const writesDuring = async (work: () => Promise<unknown>): Promise<number> => {
    const statements = await executedStatements(async () => void (await work()));
    return statements.filter((text) => /UPDATE\s+"?clients"?\s+SET\s+"?last_used_at/.test(text)).length;
  };

  it('is written for all of them in one statement, and not during a token request', async () => {
    const clients = [await server.register(aClient()), await server.register(aClient())];
    const useAll = async (): Promise<void> => {
      for (const client of [...clients, ...clients]) await use(client);
    };
    await flush();
    expect(await writesDuring(useAll)).toBe(0);
    for (const client of clients) expect(await lastUseOf(client)).toBeNull();
    expect(await writesDuring(flush)).toBe(1);
    for (const client of clients) expect(await lastUseOf(client)).toBeInstanceOf(Date);
    await useAll();
    expect(await writesDuring(flush)).toBe(0);
  });

  it('is written again an hour later, and counts the management of the registration', async () => {
    const client = await server.register(aClient());
    await managing(server, client).read();
    await flush();
    expect(await lastUseOf(client)).toBeInstanceOf(Date);
    const past = Date.now() - 3_600_001;
    await execute(`UPDATE clients SET last_used_at = ${past}`);
    await use(client);
    await flush();
    expect((await lastUseOf(client))?.getTime()).toBeGreaterThan(past);
  });

  it.each(['/introspect', '/revoke'])('counts an authentication at %s', async (path) => {
    const { client_id, client_secret, ...client } = await server.register(aClient());
    const form = new URLSearchParams({ client_id, client_secret, token: 'unknown' }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await server.send('POST', path, headers, form)).status).toBe(200);
    await flush();
    expect(await lastUseOf({ client_id, client_secret, ...client })).toBeInstanceOf(Date);
  });

  it('does not count a failed authentication', async () => {
    const client = await server.register(aClient());
    const { client_id } = client;
    const refused = await server.token({ grant_type: 'client_credentials', client_id, client_secret: 'wrong' });
    expect(refused.status).toBe(401);
    await flush();
    expect(await lastUseOf(client)).toBeNull();
  });

  it('changes neither ETag nor update_datetime', async () => {
    const client = await server.register(aClient());
    const before = await managing(server, client).read();
    await flush();
    const after = await managing(server, client).read();
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
  });

  /** Notes the use of so many clients that are not registered. */
  const noteOthers = (many: number): void => {
    const lastUse = server.app.get(LastUsedTracker);
    for (let count = 0; count < many; count += 1) lastUse.note({ client_id: `client ${count}`, last_used_at: null });
  };

  it('is noted for at most 100000 clients at once', async () => {
    const [noted, tooMany] = [await server.register(aClient()), await server.register(aClient())];
    await flush();
    noteOthers(99_999);
    for (const client of [noted, tooMany]) await use(client);
    await flush();
    expect(await lastUseOf(noted)).toBeInstanceOf(Date);
    expect(await lastUseOf(tooMany)).toBeNull();
  });

  it('is kept when the database does not take it, which is asked once and not for every thousand', async () => {
    const client = await server.register(aClient());
    await flush();
    noteOthers(2999);
    await use(client);
    await execute('ALTER TABLE clients RENAME COLUMN last_used_at TO away');
    expect(await writesDuring(flush)).toBe(1);
    await execute('ALTER TABLE clients RENAME COLUMN away TO last_used_at');
    expect(await writesDuring(flush)).toBe(3);
    expect(await lastUseOf(client)).toBeInstanceOf(Date);
  });

  it('is not lost when the server stops', async () => {
    const database = await preparedDatabase();
    const first = await createTestApp({}, database);
    const client = await first.register(aClient());
    await use(client, first);
    await first.close();
    const second = await createTestApp({}, database);
    expect(await lastUseOf(client, second)).toBeInstanceOf(Date);
    await second.close();
    await database.drop();
  });
});
