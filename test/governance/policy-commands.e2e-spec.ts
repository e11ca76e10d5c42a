import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '../../src/clients/client.entity';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { jsonLines } from '../support/json-lines';
import { policyFile } from '../support/policy-files';
import type { Ending } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const ROOT = join(__dirname, '../..');
const GUIDE = readFileSync(join(ROOT, 'docs/GOVERNANCE.md'), 'utf8');

/** The words of the commands of the guide, by the name of the command; the example files by their paths here. */
const COMMANDS = new Map(
  [...GUIDE.matchAll(/^npm run -s clientele -- (policies (\w+).*)$/gm)].map(([, line = '', name = '']) => [
    name,
    line.split(' ').map((word) => (word.startsWith('docs/') ? join(ROOT, word) : word)),
  ]),
);
const commandOf = (name: string): readonly string[] => COMMANDS.get(name) ?? [];

interface Explained {
  readonly body: Readonly<Record<string, unknown>>;
  /** A file with the body. */
  readonly path: string;
  /** What the command prints. */
  readonly lines: string;
}

/** The refused request to the partner portal in the guide, and the lines that explain it. */
const explainedInGuide = async (): Promise<Explained> => {
  const [, body = ''] = /```json\n([^`]+evil[^`]+?)```\n\nis answered with 400/.exec(GUIDE) ?? [];
  const [, lines = ''] = /the lines are\n\n```text\n([^`]+)```/.exec(GUIDE) ?? [];
  const { path } = await policyFile(body);
  return { body: JSON.parse(body) as Explained['body'], path, lines };
};

const named = (max_length: number): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  client_name: { max_length },
});

/** The scopes of the example of the guide, which the server and the commands have. */
const VARIABLES = { SCOPES: 'read write' };

describe('the commands for policies', () => {
  let database: TestDatabase;
  let server: TestServer;
  let announced: string;

  beforeAll(async () => {
    database = await preparedDatabase();
    const file = await policyFile({ running: named(60) }, { running: { max_clients: 7 } });
    server = await createTestApp(
      { POLICY_FILE: file.path, PROTECTED_REGISTRATION_POLICY: 'running', ...VARIABLES },
      database,
    );
    announced = `Database: ${describeDatabase(database.url)}\n`;
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const run = (...words: readonly string[]): Promise<Ending> =>
    clientele({ url: database.url, variables: VARIABLES }, ...words);
  const register = (client_name: string): Promise<Answer> =>
    server.postRegister(aClient({ client_name, scope: 'read' }));
  const registered = async (client_name: string): Promise<string> => {
    const { status, json } = await register(client_name);
    expect(status).toBe(201);
    return String(json['client_id']);
  };
  const list = async (): Promise<readonly { name: string; version: number }[]> =>
    jsonLines((await run('policies', 'list', '--json')).stdout) as { name: string; version: number }[];

  it('of docs/GOVERNANCE.md compare a document, apply it, list its policy and show it', async () => {
    expect([...COMMANDS.keys()].sort()).toEqual(['apply', 'diff', 'explain', 'list', 'show', 'test']);
    const compared = await run(...commandOf('diff'));
    expect(compared).toMatchObject({ code: 0, stderr: announced });
    expect(compared.stdout).toMatch(/^partners@1 new\n\+ max_clients: 50\n(\+ metadata_policy\..*\n)+$/);
    expect((await list()).map(({ name }) => name)).toEqual(['running']);

    const applied = await run(...commandOf('apply'));
    expect(applied).toEqual({ code: 0, stderr: announced, stdout: 'policy      state\npartners@1  new\n' });
    const again = await run(...commandOf('apply'), '--json');
    expect(jsonLines(again.stdout)).toEqual([{ name: 'partners', version: 1, is_new: false }]);
    expect((await run(...commandOf('diff'))).stdout).toBe('partners@1 unchanged\n');

    const listed = await run(...commandOf('list'));
    expect(listed.stdout).toMatch(/^name +version +created_at\npartners +1 +20\S+Z\nrunning +1 +20\S+Z\n$/);
    const shown = await run(...commandOf('show'));
    expect(shown).toMatchObject({ code: 0, stderr: announced });
    const copy = await policyFile(shown.stdout);
    expect((await run('policies', 'diff', copy.path)).stdout).toBe('partners@1 unchanged\n');
  });

  it('a version that a command applied holds for the next request of a running server', async () => {
    expect((await register('a name')).status).toBe(201);
    const file = await policyFile(
      { running: { ...named(3), contacts: { max_items: 1 } } },
      { running: { rate_limit: { registrations: 90, seconds: 60 } } },
    );
    const compared = await run('policies', 'diff', file.path, '--json');
    expect(jsonLines(compared.stdout)).toEqual([
      {
        name: 'running',
        version: 1,
        changes: [
          { path: 'max_clients', before: 7 },
          { path: 'metadata_policy.client_name.max_length', before: 60, after: 3 },
          { path: 'metadata_policy.contacts.max_items', after: 1 },
          { path: 'rate_limit', after: { registrations: 90, seconds: 60 } },
        ],
        is_new: true,
      },
    ]);
    expect((await run('policies', 'diff', file.path)).stdout).toBe(
      'running@1 -> running@2\n- max_clients: 7\n- metadata_policy.client_name.max_length: 60\n+ metadata_policy.client_name.max_length: 3\n+ metadata_policy.contacts.max_items: 1\n+ rate_limit: {"registrations":90,"seconds":60}\n',
    );
    expect((await register('a name')).status).toBe(201);
    const applied = await run('policies', 'apply', file.path);
    expect(applied.stdout).toBe('policy     state\nrunning@2  new\n');
    const refused = await register('a name');
    expect([refused.status, refused.json['error_description']]).toEqual([
      400,
      expect.stringContaining('policy running@2'),
    ]);

    const old = await run('policies', 'show', 'running@1', '--json');
    expect(JSON.parse(old.stdout)).toEqual({
      name: 'running',
      version: 1,
      created_at: expect.stringMatching(/^20\S+Z$/),
      metadata_policy: named(60),
      metadata_policy_crit: ['max_length'],
      max_clients: 7,
    });
    await file.write((await run('policies', 'show', 'running@1')).stdout);
    expect((await run('policies', 'apply', file.path)).stdout).toMatch(/^running@3 +new$/m);
    expect((await register('a name')).status).toBe(201);
    await file.write('{"client_name": "a name"}');
    expect((await run('policies', 'explain', 'running', file.path)).stdout).toBe(
      'client_name max_length 60: "a name" stays\nresult: {"client_name":"a name"}\nmax_clients: 7\n',
    );
  });

  it('explain shows what each operator makes of a body, as docs/GOVERNANCE.md has it', async () => {
    const example = join(ROOT, 'docs/policies/partner-portal.yaml');
    expect((await run('policies', 'apply', example)).code).toBe(0);
    const { body, path, lines } = await explainedInGuide();
    const words = commandOf('explain').map((word) => (word === 'client.json' ? path : word));
    expect(await run(...words)).toEqual({ code: 0, stderr: announced, stdout: lines });
    const refused = await run(...words, '--json');
    expect(JSON.parse(refused.stdout)).toMatchObject({
      name: 'partners',
      version: 1,
      is_refused: true,
      faults: [{ member: 'redirect_uris[0]', rule: expect.stringContaining('by hosts of policy partners@1') }],
    });

    const accepted = { ...body, redirect_uris: ['https://app.partner.example/callback'], scope: 'read write' };
    const file = await policyFile(JSON.stringify(accepted));
    const explained = await run('policies', 'explain', 'partners@1', file.path, '--json');
    expect(JSON.parse(explained.stdout)).toMatchObject({
      is_refused: false,
      faults: [],
      metadata: { ...accepted, scope: 'read', contacts: ['support@partner.example'] },
      steps: expect.arrayContaining([
        {
          member: 'scope',
          operator: 'subset_of',
          value: ['read'],
          before: ['read', 'write'],
          after: ['read'],
          is_refused: false,
        },
      ]),
    });
    await file.write(JSON.stringify({ ...accepted, scope: 'write' }));
    expect((await run('policies', 'explain', 'partners', file.path)).stdout).toMatch(
      /^scope subset_of \["read"\]: \["write"\] -> \[\]$[^]*^refused: scope must name one of read, by subset_of/m,
    );
    for (const text of ['[]', '{', '"a"']) {
      await file.write(text);
      const { code, stdout, stderr } = await run('policies', 'explain', 'partners', file.path);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^BODY must be a file with a JSON object; write the body of a registration$/m);
    }
  });

  it('test shows which clients a policy would refuse or change, by pages, and changes nothing', async () => {
    const clients = server.app.get(WriteConnectionService).dataSource.getRepository(Client);
    await clients.delete({ origin: 'registration' });
    const [short, long] = [await registered('a'), await registered('a longer name')];
    const one = await clients.findOneByOrFail({ client_id: short });
    const copies = Array.from({ length: 1000 }, (_, index) => ({ ...one, client_id: `copy-${index}` }));
    await clients.insert(copies.slice(0, 500) as object[]);
    await clients.insert(copies.slice(500) as object[]);
    // A client of no policy, the administrator and the registrar are not tried.
    await clients.insert({ ...one, client_id: 'other', policies: null } as object);

    const unchanged = await run('policies', 'test', 'running');
    expect(unchanged).toMatchObject({ code: 0, stdout: '' });
    expect(unchanged.stderr.slice(announced.length)).toBe('0 would be refused, 0 would be changed\n');
    const file = await policyFile({ running: { ...named(5), scope: { subset_of: ['read'] } } });
    const refused = await run('policies', 'test', 'running', '--file', file.path);
    expect([refused.code, refused.stdout]).toEqual([
      3,
      expect.stringMatching(
        new RegExp(
          `^${long} refused: client_name must be a string of 5 .* by max_length of policy running@\\d+; .*\n$`,
        ),
      ),
    ]);
    expect(refused.stderr).toMatch(/^1 would be refused, 0 would be changed$/m);

    await file.write({
      running: { ...named(50), scope: { subset_of: ['write'] }, contacts: { add: ['a@b.example'] } },
    });
    await clients.delete(copies.map(({ client_id }) => client_id));
    const changed = await run('policies', 'test', 'running', '--file', file.path, '--json');
    expect(changed.code).toBe(3);
    const lines = changed.stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      [short, long].map((client_id) => ({
        client_id,
        reasons: [expect.stringMatching(/^scope must name one of write, by subset_of of policy running@/)],
        changes: [],
      })),
    );
    await file.write({ running: { ...named(50), contacts: { add: ['a@b.example'] } } });
    const added = await run('policies', 'test', 'running', '--file', file.path);
    expect([added.code, added.stdout]).toEqual([
      0,
      [short, long].map((id) => `${id} changed: contacts [] -> ["a@b.example"]\n`).join(''),
    ]);
    expect(await clients.findOneByOrFail({ client_id: short })).toEqual(one);
  });

  it('test shows clients whose policies could not be merged any more', async () => {
    const tokens = server.app.get(InitialAccessTokensService);
    const first = await policyFile({ attached: { contacts: { max_items: 3 } } });
    expect((await run('policies', 'apply', first.path)).code).toBe(0);
    const context = commandContext(server);
    const { token, stored } = await tokens.create(context, { label: '', policy: 'attached' });
    const { json } = await server.postRegister(aClient({ client_name: 'a', scope: 'read' }), {
      Authorization: `Bearer ${token}`,
    });
    await first.write({ attached: { client_name: { value: 'b' } }, running: { client_name: { value: 'c' } } });
    const { code, stdout } = await run('policies', 'test', 'attached', '--file', first.path);
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(
        /^\S+ refused: metadata_policy\.client_name\.value must .*\(value of \S+, value of \S+\); .*\n$/,
      ),
    ]);
    expect(stdout.startsWith(String(json['client_id']))).toBe(true);
    await tokens.revoke(context, stored.id);
  });

  it('apply refuses a version that contradicts what is attached to valid tokens and registrars, unless that is confirmed', async () => {
    const inMode = { url: database.url, variables: { ...VARIABLES, PROTECTED_REGISTRATION_POLICY: 'running' } };
    const file = await policyFile({ attached: { contacts: { max_items: 3 } } });
    expect((await clientele(inMode, 'policies', 'apply', file.path, '--yes')).code).toBe(0);
    const tokens = server.app.get(InitialAccessTokensService);
    const context = commandContext(server);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1)
      made.push((await tokens.create(context, { label: '', policy: 'attached' })).stored.id);
    await tokens.revoke(context, made.shift() ?? '');
    const { stored } = await server.app.get(RegistrarsService).create(context, { label: '', policy: 'attached' });
    const registrar = stored.client_id;
    await file.write({ attached: { client_name: { value: 'b' } }, running: { client_name: { value: 'c' } } });
    const before = await list();
    const refused = await clientele(inMode, 'policies', 'apply', file.path);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    const sentences = [
      `these policies contradict each other: running of PROTECTED_REGISTRATION_POLICY, attached of 5 initial access token(s) or registrar(s) (${made[0] ?? ''}, ${registrar}, ...)`,
      expect.stringMatching(
        /^metadata_policy\.client_name\.value must .*value of attached@\d+, value of running@\d+\)/,
      ),
    ];
    expect(refused.stderr.slice(announced.length).trimEnd().split('\n')).toEqual([
      ...sentences,
      'nothing was applied; change the document or what the policies are attached to, or repeat the command with --yes',
    ]);
    expect(await list()).toEqual(before);
    const confirmed = await clientele(inMode, 'policies', 'apply', file.path, '--yes');
    expect(confirmed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^attached@\d+ +new\nrunning@\d+ +new$/m),
    });
    expect(confirmed.stderr.slice(announced.length).trimEnd().split('\n')).toEqual(sentences);
    for (const id of made) await tokens.revoke(context, id);
    await file.write({ running: named(60) });
    expect((await clientele(inMode, 'policies', 'apply', file.path)).code).toBe(0);
  });

  it.each(['apply', 'diff'])('%s prints all faults of a document, exits 2 and changes nothing', async (command) => {
    const before = await list();
    const file = await policyFile(
      'policies:\n  running:\n    metadata_policy: {client_name: {max_length: 1}}\n  b:\n    metadata_policy: {scope: {subset_off: [x]}}\n  C: {}\n',
    );
    const { code, stdout, stderr } = await run('policies', command, file.path, '--json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.slice(0, announced.length)).toBe(announced);
    const faults = stderr.slice(announced.length).trimEnd().split('\n');
    expect(faults).toEqual([
      expect.stringContaining(`${file.path}:5: policies.b.metadata_policy.scope.subset_off must be`),
      expect.stringContaining(`${file.path}:6: policies.C must be a name`),
    ]);
    expect(await list()).toEqual(before);
    expect((await register('a name')).status).toBe(201);
  });

  it.each([
    [['show', 'nobody'], 'NAME: there is no policy nobody; see policies list'],
    [['show', 'running@99'], 'NAME: there is no policy running@99; see policies list'],
    [['show', 'running@0'], 'NAME must be the name of a policy'],
    [['show', '@1'], 'NAME must be the name of a policy'],
    [['apply', 'no-such-file.yaml'], 'FILE must be a readable file: ENOENT'],
    [['diff', '.'], 'FILE must be a readable file: EISDIR'],
    [['test', 'nobody'], 'NAME: there is no policy nobody; see policies list'],
    [['test', 'none'], 'NAME: there is no policy none; see policies list'],
    [['test', 'running@1'], 'NAME must be a name without a version; write running'],
    [['test', 'running', '--file', 'no-such-file.yaml'], '--file must be a readable file: ENOENT'],
  ])('%j is refused', async (words, reason) => {
    const { code, stdout, stderr } = await run('policies', ...words);
    expect([code, stdout]).toEqual([reason.startsWith('NAME: there is no') ? 1 : 2, '']);
    expect(stderr.startsWith(`${announced}${reason}`)).toBe(true);
  });

  it('have examples in their help, which needs no database', async () => {
    const none = { url: 'sqlite:none.sqlite' };
    for (const command of ['apply', 'diff', 'explain', 'list', 'show', 'test']) {
      const { code, stdout } = await clientele(none, 'policies', command, '--help');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`\nExamples:\n  clientele policies ${command}`)]);
    }
    expect(await clientele(none, 'policies')).toMatchObject({ code: 2, stdout: '' });
  });

  it('make no database', async () => {
    const folder = join((await policyFile({ a: named(3) })).path, '..');
    const path = join(folder, 'none.sqlite');
    for (const words of [['list'], ['show', 'a'], ['apply', join(folder, 'policies.yaml')]]) {
      const { code, stdout } = await clientele({ url: `sqlite:${path}` }, 'policies', ...words);
      expect([code, stdout]).toEqual([1, '']);
    }
    await expect(access(path)).rejects.toThrow('ENOENT');
  });
});
