import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandsOfGuide } from '../support/guide';
import { policyFile } from '../support/policy-files';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

describe('the commands of clients', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const run = (...words: readonly string[]): ReturnType<typeof clientele> =>
    clientele(server.database, 'clients', ...words);
  const register = async (client_name: string, status?: 'pending'): Promise<RegisteredClient> => {
    const client = await server.register(aClient({ client_name }));
    if (status) await setStatus(server, client.client_id, status);
    return client;
  };
  const tokenFor = ({ client_id, client_secret }: RegisteredClient): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });

  it('are not run by their group alone, which prints its usage and exits 2, as every group does', async () => {
    const { stdout } = await clientele(server.database, '--help');
    const names = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name);
    const groups: string[] = [];
    // The program starts these two without reading the rest of the line.
    for (const name of names.filter((one) => !['help', 'serve', 'health'].includes(one)))
      if (/^Commands:/m.test((await clientele(server.database, name, '--help')).stdout)) groups.push(name);
    expect(groups).toEqual(expect.arrayContaining(['clients', 'tokens', 'policies', 'audit', 'webhooks']));
    for (const name of groups)
      expect(await clientele(server.database, name)).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`Usage: clientele ${name} `),
      });
  });

  it('list clients, by their status and as a line of JSON for each', async () => {
    const [active, pending] = [await register('Active'), await register('Pending', 'pending')];
    const listed = await run('list');
    expect(listed).toMatchObject({ code: 0, stderr: `Database: ${describeDatabase(server.database.url)}\n` });
    expect(listed.stdout).toMatch(new RegExp(`^${active.client_id}  active   .+  never +Active$`, 'm'));
    expect(listed.stdout).toMatch(new RegExp(`^${pending.client_id}  pending  .+  Pending$`, 'm'));
    const { stdout } = await run('list', '--status', 'pending', '--json');
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { client_id: pending.client_id, status: 'pending', metadata: { client_name: 'Pending' } },
    ]);
    expect(await run('list', '--status', 'rejected')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/\nNo client is of this kind\.\n$/),
    });
    expect(await run('list', '--status', 'gone')).toMatchObject({
      code: 2,
      stderr: '--status must be one of active, pending, rejected, disabled; use one of them\n',
    });
  });

  it('approve a client, which then obtains tokens with the secret that it has', async () => {
    const client = await register('Approved', 'pending');
    expect((await tokenFor(client)).json['error']).toBe('access_denied');
    expect(await run('approve', client.client_id)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`\nThe client ${client.client_id} is active\\.\n$`)),
    });
    expect((await tokenFor(client)).status).toBe(200);
    expect(await run('approve', client.client_id)).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(
        /\nthe client must be pending to be approved, and it is active; it needs no approval\n$/,
      ),
    });
  });

  it('reject a client with a reason only', async () => {
    const client = await register('Rejected', 'pending');
    expect(await run('reject', client.client_id)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--reason/) });
    expect(await run('reject', client.client_id, '--reason', 'two\nlines')).toMatchObject({ code: 2 });
    expect((await tokenFor(client)).json['error_description']).toMatch(/^the client must be approved/);
    const { code, stdout } = await run('reject', client.client_id, '--reason', 'Not yours.', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { status: 'rejected', status_reason: 'Not yours.', status_by: { type: 'command', command: 'clients reject' } },
    ]);
    expect((await tokenFor(client)).json['error_description']).toMatch(/Not yours\./);
  });

  it('register a client by options, from a file and from standard input, whose credentials work at once', async () => {
    const byOptions = await run('register', '--name', 'Job', '--grant-type', 'client_credentials', '--json');
    expect(byOptions).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Database: .*\n$/) });
    const registered = JSON.parse(byOptions.stdout) as RegisteredClient;
    expect(registered).toMatchObject({ client_name: 'Job', grant_types: ['client_credentials'] });
    expect((await tokenFor(registered)).status).toBe(200);
    const { path } = await policyFile(JSON.stringify(aClient({ client_name: 'File' })));
    const people = await run('register', path, '--set', 'contacts=["a@b.example"]');
    expect(people).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Its credentials are not shown again\.\n$/),
    });
    expect(people.stdout).toMatch(/^client_id +\S+\nclient_secret +\S+\n/m);
    const piped = { ...server.database, input: JSON.stringify(aClient({ client_name: 'Piped' })) };
    const ofInput = await clientele(piped, 'clients', 'register', '-', '--set', 'software_id=job', '--json');
    expect(JSON.parse(ofInput.stdout)).toMatchObject({ client_name: 'Piped', software_id: 'job' });
    expect(await clientele({ ...piped, input: '{"client_name"' }, 'clients', 'register', '-')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^FILE must be a JSON object;/),
    });
    const refused = await run('register', '--redirect-uri', 'http://app.example/', '--set', 'client_uri=x');
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/^client_uri must /m);
    expect(refused.stderr).toMatch(/^redirect_uris\[0\] must /m);
    expect(await run('register')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^FILE or an option must/) });
  });

  it('edit a client by members, by a file and in an editor, by the rules of updates', async () => {
    const client = await register('Before');
    const metadata = async (): Promise<unknown> =>
      (JSON.parse((await run('show', client.client_id, '--json')).stdout) as { metadata: unknown }).metadata;
    const set = await run('edit', client.client_id, '--set', 'client_name=After', '--set', 'contacts=["a@b.example"]');
    expect(set).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/ is changed\.\n$/) });
    expect(await metadata()).toMatchObject({ client_name: 'After', contacts: ['a@b.example'] });
    const wrong = await run('edit', client.client_id, '--set', 'client_uri=x');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/\nclient_uri must /) });
    const { path } = await policyFile(JSON.stringify(aClient({ client_name: 'Whole' })));
    expect((await run('edit', client.client_id, path)).code).toBe(0);
    expect(await metadata()).toMatchObject({ client_name: 'Whole' });
    expect(await metadata()).toMatchObject({ contacts: [] });
    const inEditor = { ...server.database, terminal: { columns: 80 }, variables: { EDITOR: 'sed -i s/Whole/Typed/' } };
    expect((await clientele(inEditor, 'clients', 'edit', client.client_id)).code).toBe(0);
    expect(await metadata()).toMatchObject({ client_name: 'Typed' });
    expect(await clientele(inEditor, 'clients', 'edit', client.client_id)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\nnothing was changed\n$/),
    });
    expect((await run('edit', client.client_id)).code).toBe(2);
    const headers = `-H 'Authorization: Bearer ${client.registration_access_token}' -H 'Content-Type: application/merge-patch+json'`;
    const meanwhile = `curl -fsS -o /dev/null -X PATCH ${headers} -d '{"client_name":"Other"}' ${server.url}/register/${client.client_id}`;
    const late = { ...inEditor, variables: { NO_PROXY: '*', EDITOR: `${meanwhile}; sed -i s/Typed/Mine/` } };
    expect(await clientele(late, 'clients', 'edit', client.client_id)).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/\nthe client was changed meanwhile; edit it again\n$/),
    });
    expect(await metadata()).toMatchObject({ client_name: 'Other' });
    expect((await tokenFor(client)).status).toBe(200);
  });

  it('disable and enable a client', async () => {
    const client = await register('Disabled');
    expect((await run('disable', client.client_id)).code).toBe(0);
    expect((await tokenFor(client)).status).toBe(401);
    expect((await run('enable', client.client_id)).code).toBe(0);
    expect((await tokenFor(client)).status).toBe(200);
  });

  it('of docs/GOVERNANCE.md work as they are printed', async () => {
    const commands = commandsOfGuide('clients');
    const states = { approve: 'pending', reject: 'pending', enable: 'disabled' } as const;
    for (const [, verb = '', ...rest] of commands) {
      const { client_id } = await register(`For ${verb}`);
      const state = Object.entries(states).find(([name]) => name === verb)?.[1];
      if (state) await setStatus(server, client_id, state);
      expect(await run(verb, ...rest.map((word) => word.replace('CLIENT_ID', client_id)))).toMatchObject({ code: 0 });
    }
    const verbs = commands.map(([, verb]) => verb);
    expect(verbs).toEqual(expect.arrayContaining(['list', 'show', 'approve', 'reject', 'disable', 'enable']));
  });

  it('show a client without secrets, tokens and their hashes, and nothing that moves the cursor of a terminal', async () => {
    const jwks = { keys: [{ kty: 'UNKNOWN', note: '\u009b2J' }] };
    const client = await server.register(aClient({ client_name: 'Shown', jwks }));
    const [people, programs] = [await run('show', client.client_id), await run('show', client.client_id, '--json')];
    expect(people.stdout).toMatch(/^status: active$/m);
    expect(people.stdout).toMatch(/^metadata\.jwks: .*"\\u009b2J"/m);
    expect(people.stdout + programs.stdout).not.toContain('\u009b');
    expect(people.stdout).toMatch(/^metadata\.client_name: Shown$/m);
    expect(JSON.parse(programs.stdout)).toMatchObject({
      client_id: client.client_id,
      policies: [],
      origin: 'registration',
      metadata: { client_name: 'Shown', jwks, grant_types: ['client_credentials'] },
    });
    const rows: { client_secrets: string; registration_access_tokens: string }[] = await server.app
      .get(DataSource)
      .query(`SELECT client_secrets, registration_access_tokens FROM clients WHERE client_id = '${client.client_id}'`);
    const hashes = rows.flatMap((row) => Object.values(row)).flatMap((text) => JSON.parse(text) as { hash: string }[]);
    expect(hashes).toHaveLength(2);
    for (const secret of [client.client_secret, client.registration_access_token, ...hashes.map(({ hash }) => hash)])
      expect(people.stdout + programs.stdout).not.toContain(secret);
  });

  it.each(['show', 'approve', 'disable'])('%s refuses an identifier that no client has', async (command) => {
    const id = randomUUID();
    expect(await run(command, id)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`\nCLIENT_ID: there is no client ${id}; see clients list\n$`)),
    });
  });

  it('refuse a database that is not there', async () => {
    const ending = await clientele({ url: 'sqlite:/nowhere/clientele.sqlite' }, 'clients', 'list');
    expect(ending).toMatchObject({ code: 1, stdout: '' });
    expect(ending.stderr).toMatch(/^Database: .*\n.*there is no|^Database: .*nowhere/s);
  });

  it.each([
    ['has no schema', '', /^DATABASE_URL: the database has no schema.*clientele migrate.*\n$/],
    ['is no database', 'text '.repeat(100), /^DATABASE_URL: cannot use .* the file is not a SQLite database\n$/],
  ])('refuse a file that %s, in one line', async (_what, content, reason) => {
    const { path } = await policyFile(content);
    const { code, stdout, stderr } = await clientele({ url: `sqlite:${path}` }, 'clients', 'list');
    expect([code, stdout, stderr.replace(/^Database: .*\n/, '')]).toEqual([1, '', expect.stringMatching(reason)]);
  });
});
