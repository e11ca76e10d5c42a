import { ClientRepository } from '../../src/clients/client.repository';
import { ClientsService } from '../../src/clients/clients.service';
import { LastUsedTracker } from '../../src/clients/last-used.tracker';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { createTestApp } from '../support/test-app';
import { preparedDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';

describe('when a client was last in use', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const use = ({ client_id, client_secret }: RegisteredClient, at = server): Promise<string> =>
    at.accessToken({ client_id, client_secret });
  const lastUseOf = async ({ client_id }: RegisteredClient, at = server): Promise<Date | null | undefined> =>
    (await at.app.get(ClientRepository).find(client_id))?.last_used_at;

  it('is written for all of them in one statement, and not during a token request', async () => {
    const clients = [await server.register(aClient()), await server.register(aClient())];
    const written = jest.spyOn(ClientsService.prototype, 'setLastUsed');
    for (const client of [...clients, ...clients]) await use(client);
    expect(written).not.toHaveBeenCalled();
    for (const client of clients) expect(await lastUseOf(client)).toBeNull();
    await server.app.get(LastUsedTracker).flush();
    expect(written).toHaveBeenCalledTimes(1);
    for (const client of clients) expect(await lastUseOf(client)).toBeInstanceOf(Date);
    for (const client of clients) await use(client);
    await server.app.get(LastUsedTracker).flush();
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
  });

  it('is written again an hour later, and counts the management of the registration', async () => {
    const client = await server.register(aClient());
    await managing(server, client).read();
    await server.app.get(LastUsedTracker).flush();
    expect(await lastUseOf(client)).toBeInstanceOf(Date);
    const past = Date.now() - 3_600_001;
    await server.app.get(WriteConnectionService).dataSource.query(`UPDATE clients SET last_used_at = ${past}`);
    await use(client);
    await server.app.get(LastUsedTracker).flush();
    expect((await lastUseOf(client))?.getTime()).toBeGreaterThan(past);
  });

  it.each(['/introspect', '/revoke'])('counts an authentication at %s', async (path) => {
    const { client_id, client_secret, ...client } = await server.register(aClient());
    const form = new URLSearchParams({ client_id, client_secret, token: 'unknown' }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await server.send('POST', path, headers, form)).status).toBe(200);
    await server.app.get(LastUsedTracker).flush();
    expect(await lastUseOf({ client_id, client_secret, ...client })).toBeInstanceOf(Date);
  });

  it('does not count a failed authentication', async () => {
    const client = await server.register(aClient());
    const { client_id } = client;
    const refused = await server.token({ grant_type: 'client_credentials', client_id, client_secret: 'wrong' });
    expect(refused.status).toBe(401);
    await server.app.get(LastUsedTracker).flush();
    expect(await lastUseOf(client)).toBeNull();
  });

  it('changes neither ETag nor update_datetime', async () => {
    const client = await server.register(aClient());
    const before = await managing(server, client).read();
    await server.app.get(LastUsedTracker).flush();
    const after = await managing(server, client).read();
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
  });

  it('is noted for at most 100000 clients at once', async () => {
    const lastUse = server.app.get(LastUsedTracker);
    await lastUse.flush();
    let noted = 0;
    const written = jest.spyOn(ClientsService.prototype, 'setLastUsed').mockImplementation((_context, ids) => {
      noted += ids.length;
      return Promise.resolve();
    });
    for (let count = 0; count < 100_100; count += 1) lastUse.note({ client_id: `client ${count}`, last_used_at: null });
    await lastUse.flush();
    written.mockRestore();
    expect(noted).toBe(100_000);
  });

  it('is kept when the database does not take it, which is asked once and not for every thousand', async () => {
    const lastUse = server.app.get(LastUsedTracker);
    await lastUse.flush();
    for (let count = 0; count < 3000; count += 1) lastUse.note({ client_id: `client ${count}`, last_used_at: null });
    const written = jest.spyOn(ClientsService.prototype, 'setLastUsed');
    written.mockRejectedValueOnce(new Error('the database is away'));
    await lastUse.flush();
    expect(written).toHaveBeenCalledTimes(1);
    await lastUse.flush();
    expect(written).toHaveBeenCalledTimes(4);
    written.mockRestore();
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
