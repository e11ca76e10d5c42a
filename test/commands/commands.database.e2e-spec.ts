import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { aClient } from '../support/a-client';
import { clienteleProcess } from '../support/clientele';
import { SECRET_KEYS } from '../support/secret-keys';
import { type Ending, runProgram } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { databaseKind, emptyDatabase, preparedDatabase } from '../support/test-database';
import type { RegisteredClient } from '../support/test-server';

describe('a command', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-command-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (name: string, words: readonly string[], variables: Readonly<Record<string, string>>): Promise<Ending> =>
    runProgram(name, words, folder, variables);

  it('names its database first, and does not make it when it is not there', async () => {
    const database = await emptyDatabase();
    const variables = { DATABASE_URL: database.url, SECRET_KEYS };
    const refused = await run('commands/rotate-keys', ['--drop-old'], variables);
    expect(refused).toMatchObject({ code: 1, stdout: `Database: ${describeDatabase(database.url)}\n` });
    expect(refused.stderr).toMatch(
      databaseKind === 'sqlite'
        ? /^DATABASE_URL: there is no SQLite file .* --create-database\n$/
        : /no schema.*migration:run/,
    );
    await (await createTestApp({}, database)).close();
    const rotated = await run('commands/rotate-keys', [], variables);
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    expect(rotated.stdout).toMatch(/^Database: .*\nES256 \S+ signs from /);
    await database.drop();
  });

  it('deletes the client that it names, and no other', async () => {
    const database = await emptyDatabase();
    const server = await createTestApp({}, database);
    const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Idempotency-Key': 'a-key' };
    const registration = await server.postRegister(aClient(), headers);
    const { client_id, client_secret } = registration.json as unknown as RegisteredClient;
    const variables = { DATABASE_URL: database.url };
    const [registrar, deleted] = await Promise.all(
      ['registerClient', client_id].map((id) => run('commands/delete-client', [id], variables)),
    );
    expect(registrar).toMatchObject({ code: 1, stderr: expect.stringMatching(/^CLIENT_ID: this is the registrar;/) });
    expect(deleted).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^Database: .*\\n${client_id} is deleted\\n$`),
    });
    expect((await server.token({ grant_type: 'client_credentials', client_id, client_secret })).status).toBe(401);
    const again = await server.postRegister(aClient(), headers);
    expect([again.status, again.json['client_id'] === client_id]).toEqual([201, false]);
    await server.close();
    await database.drop();
  });

  it('brings the schema up to date where it is asked to', async () => {
    const database = await emptyDatabase();
    const variables = { DATABASE_URL: database.url };
    const migrated = await run('commands/migrate', ['--create-database'], variables);
    expect(migrated).toMatchObject({ code: 0, stderr: '' });
    const server = await createTestApp({ MIGRATE_ON_START: 'false' }, database);
    expect((await server.get('/health/ready')).status).toBe(200);
    await server.close();
    await database.drop();
  });

  it('of clientele writes data to standard output, all else to standard error, and exits 1 if it fails', async () => {
    const database = await preparedDatabase();
    const [list, unknown, incomplete] = await Promise.all(
      [['list', '--json'], ['show', 'none'], []].map((words) => clienteleProcess(database, 'policies', ...words)),
    );
    const announced = `Database: ${describeDatabase(database.url)}\n`;
    expect(list).toEqual({ code: 0, stdout: '[]\n', stderr: announced });
    const stderr = `${announced}NAME: there is no policy none; see policies list\n`;
    expect(unknown).toEqual({ code: 1, stdout: '', stderr });
    expect(incomplete).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^Usage: clientele policies /) });
    await database.drop();
  });

  if (databaseKind === 'sqlite')
    it.each([
      ['main', ['--help'], { code: 0, stderr: '', stdout: expect.stringMatching(/^usage: /) }],
      ['main', ['serve'], { code: 1, stdout: '', stderr: expect.stringMatching(/^usage: /) }],
      [
        'commands/rotate-keys',
        ['--dropold'],
        { code: 1, stdout: '', stderr: expect.stringMatching(/^usage: .*--drop-old/) },
      ],
    ])('%s %s prints its usage and does nothing', async (name, words, ending) => {
      expect(await run(name, words, {})).toEqual(ending);
      expect(await readdir(folder)).toEqual([]);
    });
});
