import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { aClient } from '../support/a-client';
import { clientele, clienteleProcess } from '../support/clientele';
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
    const announced = `Database: ${describeDatabase(database.url)}\n`;
    const refused = await clientele(database, 'keys', 'rotate');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.replace(announced, '')).toMatch(
      databaseKind === 'sqlite'
        ? /^DATABASE_URL: there is no SQLite file .* clientele migrate --create-database\n$/
        : /^DATABASE_URL: the database has no schema.*clientele migrate.*\n$/,
    );
    await (await createTestApp({}, database)).close();
    const rotated = await clientele(database, 'keys', 'rotate');
    expect(rotated).toMatchObject({ code: 0, stderr: `${announced}The keys are published.\n` });
    expect(rotated.stdout).toMatch(/^alg +kid +signs_from\nES256 +\S+ +\d{4}-/);
    await database.drop();
  });

  it('deletes the client that it names, and no other', async () => {
    const database = await emptyDatabase();
    const server = await createTestApp({}, database);
    const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Idempotency-Key': 'a-key' };
    const registration = await server.postRegister(aClient(), headers);
    const { client_id, client_secret } = registration.json as unknown as RegisteredClient;
    const remove = (...words: readonly string[]): Promise<Ending> => clientele(database, 'clients', 'delete', ...words);
    const refusals = [
      await remove('registerClient', '--yes'),
      await remove('nobody', '--yes'),
      await remove(client_id),
    ].map(({ code, stderr }) => [code, stderr.split('\n').at(-2)]);
    expect(refusals).toEqual([
      [5, expect.stringMatching(/^the client must be one that was registered;/)],
      [1, expect.stringMatching(/^CLIENT_ID: there is no client nobody/)],
      [2, `this deletes the client ${client_id}, which cannot be undone; repeat the command with --yes`],
    ]);
    expect(await remove(client_id, '--yes')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(`\nThe client ${client_id} is deleted\\.\n$`),
    });
    expect((await server.token({ grant_type: 'client_credentials', client_id, client_secret })).status).toBe(401);
    const again = await server.postRegister(aClient(), headers);
    expect([again.status, again.json['client_id'] === client_id]).toEqual([201, false]);
    await server.close();
    await database.drop();
  });

  it('brings the schema up to date where it is asked to', async () => {
    const database = await emptyDatabase();
    const migrated = await clientele(database, 'migrate', '--create-database');
    expect(migrated).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/\nThe schema is up to date\.\n$/),
    });
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
    expect(list).toEqual({ code: 0, stdout: '', stderr: announced });
    const stderr = `${announced}NAME: there is no policy none; see policies list\n`;
    expect(unknown).toEqual({ code: 1, stdout: '', stderr });
    expect(incomplete).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^Usage: clientele policies /) });
    await database.drop();
  });

  if (databaseKind === 'sqlite')
    it.each([
      ['main', ['--help'], { code: 0, stderr: '', stdout: expect.stringMatching(/^usage: /) }],
      ['main', ['serve'], { code: 1, stdout: '', stderr: expect.stringMatching(/^usage: /) }],
      ['commands/clientele', ['serve', '--help'], { code: 0, stderr: '', stdout: expect.stringMatching(/^Usage: /) }],
      [
        'commands/clientele',
        ['keys', 'rotate', '--dropold'],
        { code: 2, stdout: '', stderr: expect.stringMatching(/unknown option.*Did you mean --drop-old/s) },
      ],
    ])('%s %s prints its usage and does nothing', async (name, words, ending) => {
      expect(await run(name, words, {})).toEqual(ending);
      expect(await readdir(folder)).toEqual([]);
    });
});
