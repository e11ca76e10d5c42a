import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describeDatabase } from '../../src/platform/database/data-source-options';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
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
  const list = async (): Promise<readonly { name: string; version: number }[]> =>
    JSON.parse((await run('policies', 'list', '--json')).stdout) as { name: string; version: number }[];

  it('of docs/GOVERNANCE.md compare a document, apply it, list its policy and show it', async () => {
    expect([...COMMANDS.keys()].sort()).toEqual(['apply', 'diff', 'explain', 'list', 'show']);
    const compared = await run(...commandOf('diff'));
    expect(compared).toMatchObject({ code: 0, stderr: announced });
    expect(compared.stdout).toMatch(/^partners@1 new\n(\+ metadata_policy\..*\n)+$/);
    expect((await list()).map(({ name }) => name)).toEqual(['running']);

    const applied = await run(...commandOf('apply'));
    expect(applied).toEqual({ code: 0, stderr: announced, stdout: 'policy      state\npartners@1  new\n' });
    const again = await run(...commandOf('apply'), '--json');
    expect(JSON.parse(again.stdout)).toEqual([{ name: 'partners', version: 1, is_new: false }]);
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
    expect(JSON.parse(compared.stdout)).toEqual([
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
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^BODY must be a file with a JSON object; write the body of a registration$/m);
    }
  });

  it.each(['apply', 'diff'])('%s prints all faults of a document, exits 1 and changes nothing', async (command) => {
    const before = await list();
    const file = await policyFile(
      'policies:\n  running:\n    metadata_policy: {client_name: {max_length: 1}}\n  b:\n    metadata_policy: {scope: {subset_off: [x]}}\n  C: {}\n',
    );
    const { code, stdout, stderr } = await run('policies', command, file.path, '--json');
    expect([code, stdout]).toEqual([1, '']);
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
  ])('%j is refused', async (words, reason) => {
    const { code, stdout, stderr } = await run('policies', ...words);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.startsWith(`${announced}${reason}`)).toBe(true);
  });

  it('have examples in their help, which needs no database', async () => {
    const none = { url: 'sqlite:none.sqlite' };
    for (const command of ['apply', 'diff', 'explain', 'list', 'show']) {
      const { code, stdout } = await clientele(none, 'policies', command, '--help');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`\nExamples:\n  clientele policies ${command}`)]);
    }
    expect(await clientele(none, 'policies')).toMatchObject({ code: 1, stdout: '' });
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
