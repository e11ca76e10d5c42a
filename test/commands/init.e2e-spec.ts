import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { runProgram, startProcess } from '../support/server-process';

const NOWHERE = { url: 'sqlite:/nowhere/clientele.sqlite' };
const DECIDED = ['--issuer', 'https://clients.example.org', '--trust-proxy', '127.0.0.1'];

describe('clientele init', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-init-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const init = (file: string, ...words: readonly string[]): ReturnType<typeof clientele> =>
    clientele(NOWHERE, 'init', join(folder, file), ...words);

  it('writes a file with which a production server starts and registers a client', async () => {
    const written = await runProgram('commands/clientele', ['init', ...DECIDED], folder, {});
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(written.stderr).toMatch(/^\.env is written;.*\nDecide, .*\n {2}HOST: .*\n(.*\n)* {2}SCOPES: /);
    const file = join(folder, '.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const variables = parseEnv(await readFile(file, 'utf8')) as Record<string, string>;
    const production = { NODE_ENV: 'production' };
    const checked = await runProgram('commands/clientele', ['config', 'check'], folder, production);
    expect(checked).toMatchObject({ code: 0, stderr: 'The settings are valid for NODE_ENV=production.\n' });
    for (const secret of [variables['SECRET_KEYS'], variables['REGISTRAR_CLIENT_SECRET']])
      expect(written.stderr).not.toContain(secret);

    const server = await startProcess(production, variables);
    await server.hasWritten('https://clients.example.org');
    const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1' };
    const grant = { grant_type: 'client_credentials', scope: 'register', client_id: 'registerClient' };
    const form = new URLSearchParams({ ...grant, client_secret: variables['REGISTRAR_CLIENT_SECRET'] ?? '' });
    const token = await fetch(`${server.url}/token`, { method: 'POST', headers, body: form });
    const { access_token } = (await token.json()) as { access_token: string };
    const registered = await fetch(`${server.url}/register`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', Authorization: `Bearer ${access_token}` },
      body: JSON.stringify(aClient()),
    });
    expect([registered.status, await registered.json()]).toEqual([
      201,
      expect.objectContaining({ registration_client_uri: expect.stringMatching(/^https:\/\/clients\.example\.org\//) }),
    ]);
  });

  it('overwrites nothing and follows no link', async () => {
    expect((await init('one.env')).code).toBe(0);
    const before = await readFile(join(folder, 'one.env'), 'utf8');
    await symlink(join(folder, 'elsewhere.env'), join(folder, 'link.env'));
    const refusals = [await init('one.env'), await init('link.env'), await init('none/one.env')];
    expect(refusals.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, expect.stringMatching(/^FILE: cannot create the file: EEXIST.*name a new file/)],
      [1, expect.stringMatching(/^FILE: .*EEXIST/)],
      [1, expect.stringMatching(/^FILE: .*ENOENT/)],
    ]);
    expect(await readFile(join(folder, 'one.env'), 'utf8')).toBe(before);
    await expect(stat(join(folder, 'elsewhere.env'))).rejects.toThrow('ENOENT');
  });

  it('takes any variable, also from the environment, and says what prevents a start', async () => {
    const { code, stdout } = await init('json.env', '--json', '--set', 'PORT=8080', '--set', 'DATABASE_URL');
    const { decisions, ...others } = JSON.parse(stdout) as Record<string, unknown>;
    expect([code, others]).toEqual([0, { file: join(folder, 'json.env'), mode: '0600' }]);
    expect(decisions).toContainEqual(expect.objectContaining({ name: 'ISSUER' }));
    const variables = parseEnv(await readFile(join(folder, 'json.env'), 'utf8'));
    expect(variables).toMatchObject({ PORT: '8080', DATABASE_URL: NOWHERE.url });
    const incomplete = await init('incomplete.env', '--issuer', 'https://clients.example.org');
    expect(incomplete).toMatchObject({ code: 0, stdout: '' });
    expect(incomplete.stderr).toMatch(
      /the server does not start. The configuration is wrong:\n {2}- ISSUER must not be/,
    );
    const wrong = [await init('wrong.env', '--set', 'NOTHING'), await init('wrong.env', '--issuer', 'here')];
    expect(wrong.map(({ code: exit, stderr }) => [exit, stderr])).toEqual([
      [2, expect.stringMatching(/^--set must be NAME=VALUE/)],
      [2, expect.stringMatching(/^ISSUER must be an https address/)],
    ]);
  });
});
