import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/platform/database/data-source-options';
import { aClient } from '../../support/a-client';
import { linesOf } from '../../support/log-lines';
import { expectRefusal } from '../../support/refusal';
import { SECRET_KEYS } from '../../support/secret-keys';
import { startProcess } from '../../support/server-process';
import { stopTasks } from '../../support/stop-tasks';
import { createTestApp } from '../../support/test-app';
import { databaseKind, preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient } from '../../support/test-server';

describe('the log of a probe that fails', () => {
  it('is one line without a stack when that begins, and one when it ends', async () => {
    const server = await createTestApp();
    const lines: unknown[][] = [];
    const note = (...line: unknown[]): void => void lines.push(line);
    await stopTasks(server);
    server.app.useLogger({ log: note, warn: note, error: note });
    const dataSource = server.app.get(DataSource);
    await dataSource.destroy();
    const answers = [await server.get('/health/ready'), await server.get('/health/ready')];
    for (const answer of answers) expectRefusal(answer, 503, 'temporarily_unavailable');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toMatchObject({ reason: expect.stringContaining('database') });
    await dataSource.initialize();
    expect((await server.get('/health/ready')).status).toBe(200);
    expect(lines.slice(1)).toEqual([['ready again', 'health']]);
    await server.close();
  });
});

describe('the log', () => {
  it('has the text and the stack of a failed statement, but not its values', async () => {
    const database = await preparedDatabase();
    const server = await startProcess({ DATABASE_URL: database.url, SECRET_KEYS, LOG_LEVEL: 'trace' });
    await server.hasWritten(/register -H/);
    const { access_token, client } = await registeredAt(server.url);
    await refuseWrites(database);
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${access_token}` };
    const sent = aClient({ client_name: 'name-of-one-client', contacts: ['someone@contact.example'] });
    const post = { method: 'POST', headers, body: JSON.stringify(sent) };
    expect((await fetch(`${server.url}/register`, post)).status).toBe(500);
    const put = {
      method: 'PUT',
      headers: { ...headers, Authorization: `Bearer ${client.registration_access_token}` },
      body: JSON.stringify({ ...sent, client_id: client.client_id }),
    };
    expect((await fetch(`${server.url}/register/${client.client_id}`, put)).status).toBe(500);
    server.signal('SIGTERM');
    const { stdout } = await server.ended;
    const failures = linesOf(stdout).filter(({ err }) => err !== undefined);
    expect(failures.filter(({ req }) => req !== undefined)).toHaveLength(2);
    for (const { level, err } of failures) {
      expect(level).toBe(50);
      expect(err).toMatchObject({ type: 'QueryFailedError', message: expect.stringMatching(/writes.refused/) });
      expect(err?.['stack']).toMatch(/\n +at /);
      expect(Object.keys(err ?? {}).filter((name) => ['parameters', 'query', 'detail'].includes(name))).toEqual([]);
    }
    for (const value of ['name-of-one-client', 'someone@contact.example', '$1', 'INSERT INTO', 'UPDATE clients SET'])
      expect({ value, leaks: stdout.includes(value) }).toEqual({ value, leaks: false });
    await server.close();
    await database.drop();
  });
});

/** A token of the registrar, and a client that was registered with it. */
const registeredAt = async (url: string): Promise<{ access_token: string; client: RegisteredClient }> => {
  const form = { grant_type: 'client_credentials', client_id: 'registerClient', client_secret: 'password' };
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope: 'register' }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${access_token}` };
  const registered = await fetch(`${url}/register`, { method: 'POST', headers, body: JSON.stringify(aClient()) });
  return { access_token, client: (await registered.json()) as RegisteredClient };
};

/** Has the database refuse every change of a client, as it does for a broken rule. */
const refuseWrites = async ({ url }: TestDatabase): Promise<void> => {
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const statements =
    databaseKind === 'postgres'
      ? ['ALTER TABLE clients ADD CONSTRAINT writes_refused CHECK (false) NOT VALID']
      : ['INSERT', 'UPDATE'].map(
          (what) =>
            `CREATE TRIGGER writes_${what} BEFORE ${what} ON clients BEGIN SELECT RAISE(ABORT, 'writes refused'); END`,
        );
  for (const statement of statements) await dataSource.query(statement);
  await dataSource.destroy();
};
