import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { jsonLines } from '../support/json-lines';
import { createTestApp } from '../support/test-app';
import { databaseKind } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const NOWHERE = { url: 'sqlite:/nowhere/clientele.sqlite' };

describe('the commands of an operator', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const run = (...words: readonly string[]): ReturnType<typeof clientele> => clientele(server.database, ...words);
  const linesOf = async (...words: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> =>
    (await run(...words, '--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const tokenFor = (client_id: string, client_secret: string): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });
  const keys = async (): Promise<{ kid: string; alg: string; state: string }[]> =>
    jsonLines((await run('keys', 'list', '--json')).stdout) as { kid: string; alg: string; state: string }[];

  it('list signing keys, and withdraw one that does not sign', async () => {
    const before = await keys();
    expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['signs']));
    expect((await run('keys', 'list')).stdout).toMatch(/^alg +kid +state +created_at +signs_from\nES256 +\S+ +signs +/);
    expect((await run('keys', 'rotate')).code).toBe(0);
    const next = (await keys()).find(({ state }) => state === 'next');
    const withdraw = (kid: string, ...options: readonly string[]): ReturnType<typeof run> =>
      run('keys', 'withdraw', ...options, '--', kid);
    const refusals = [
      await withdraw(before[0]?.kid ?? '', '--yes'),
      await withdraw('none', '--yes'),
      await withdraw(next?.kid ?? ''),
    ];
    expect(refusals.map(({ code, stdout, stderr }) => [code, stdout, stderr.split('\n').at(-2)])).toEqual([
      [5, '', expect.stringMatching(/^the key must not be the one that signs; rotate the keys first/)],
      [1, '', 'KID: there is no signing key none; see keys list'],
      [2, '', expect.stringMatching(/repeat the command with --yes$/)],
    ]);
    expect(await run('keys', 'withdraw', '-kid')).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: unknown option '-kid'\n(Write -- before words that begin with a hyphen and are no options)\n`,
    });
    expect((await withdraw(next?.kid ?? '', '--yes')).code).toBe(0);
    expect((await keys()).map(({ kid }) => kid)).not.toContain(next?.kid);
  });

  it('rotate the secret of a client at once, or with an overlap', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    expect(await run('clients', 'rotate-secret', client_id)).toMatchObject({ code: 2, stdout: '' });
    expect((await tokenFor(client_id, client_secret)).status).toBe(200);
    const second = (await run('clients', 'rotate-secret', client_id, '--overlap', '1h')).stdout.trim();
    for (const secret of [client_secret, second]) expect((await tokenFor(client_id, secret)).status).toBe(200);
    const [third] = await linesOf('clients', 'rotate-secret', client_id, '--yes');
    expect(third).toEqual({ client_id, client_secret: expect.any(String) });
    for (const secret of [client_secret, second]) expect((await tokenFor(client_id, secret)).status).toBe(401);
    expect((await tokenFor(client_id, String(third?.['client_secret']))).status).toBe(200);
    const method = { token_endpoint_auth_method: 'none', grant_types: ['authorization_code'] };
    const pub = await server.register(aClient({ ...method, redirect_uris: ['https://client.example/callback'] }));
    expect(await run('clients', 'rotate-secret', pub.client_id, '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /\nthe client must have a secret to rotate; register a token_endpoint_auth_method that uses one\n$/,
      ),
    });
  });

  it('show the history of a client, also after its deletion', async () => {
    const { client_id }: RegisteredClient = await server.register(aClient());
    expect((await run('clients', 'show', client_id)).stdout).toContain(client_id);
    await run('clients', 'disable', client_id, '--reason', 'A test.');
    await run('clients', 'delete', client_id, '--yes');
    expect(await linesOf('clients', 'history', client_id)).toMatchObject([
      { type: 'client.registered', client_id },
      { type: 'client.read', client_id, actor: { type: 'command', command: 'clients show' } },
      { type: 'client.disabled', client_id, actor: { type: 'command', command: 'clients disable' } },
      { type: 'client.deleted', client_id, actor: { type: 'command', command: 'clients delete' } },
    ]);
    expect((await run('clients', 'history', client_id)).stdout).toMatch(
      / {2}client\.deleted {2}.* {2}by command clients delete$/m,
    );
    expect(await run('clients', 'history', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\nCLIENT_ID: the log has no event of a client nobody; see clients list\n$/),
    });
  });

  it('copy a SQLite database beside a running server, and overwrite nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-backup-'));
    const file = join(folder, 'copy.sqlite');
    const { client_id } = await server.register(aClient());
    const copied = await run('backup', file);
    if (databaseKind === 'postgres') {
      expect(copied).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/ use pg_dump,/) });
    } else {
      expect(copied).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/ has \d+ bytes/) });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const shown = await clientele({ url: `sqlite:${file}` }, 'clients', 'show', client_id, '--json');
      expect(JSON.parse(shown.stdout)).toMatchObject({ client_id });
      expect(await run('backup', file)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`FILE: the copy cannot be written: ${file} exists; name a new file`),
      });
      expect((await run('backup', join(folder, 'none', 'copy.sqlite'))).code).toBe(1);
      expect((await readdir(folder)).filter((name) => !/^copy\.sqlite(-wal|-shm)?$/.test(name))).toEqual([]);
    }
    await rm(folder, { recursive: true });
  });

  it('check and show the settings without a database and without secrets', async () => {
    const variables = { REGISTRAR_CLIENT_SECRET: 'a-secret-of-the-registrar', SCOPES: 'read write' };
    const config = (...words: readonly string[]): ReturnType<typeof clientele> =>
      clientele({ ...NOWHERE, variables }, 'config', ...words);
    expect(await config('check')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'The settings are valid for NODE_ENV=test.\n',
    });
    const shown = await config('show');
    expect(shown.stdout).toMatch(/^SCOPES +environment +read write$/m);
    expect(shown.stdout).toMatch(/^DATABASE_URL +environment +\(secret\)$/m);
    const all = await config('show', '--all', '--json');
    expect(all.stdout).toContain('{"name":"LOG_LEVEL","value":"info","source":"default"}\n');
    for (const { stdout } of [shown, all]) {
      expect(stdout).toMatch(/REGISTRAR_CLIENT_SECRET/);
      for (const secret of ['a-secret-of', 'nowhere']) expect(stdout).not.toContain(secret);
    }
    const wrong = await clientele({ ...NOWHERE, variables: { WORKERS: 'many' } }, 'config', 'check');
    expect(wrong).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The configuration is wrong:\n {2}- WORKERS must /),
    });
  });
});
