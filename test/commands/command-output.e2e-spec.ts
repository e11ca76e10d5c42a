import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { aClient } from '../support/a-client';
import { clientele } from '../support/clientele';
import { programFile } from '../support/programs';
import { programEnvironment } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

describe('the output of commands', () => {
  let server: TestServer;
  let ids: string[];

  beforeAll(async () => {
    server = await createTestApp();
    ids = [];
    for (const client_name of ['漢字の客', 'Zu\u0308rich 🦊', 'Plain'])
      ids.push((await server.register(aClient({ client_name }))).client_id);
  });

  afterAll(() => server.close());

  const list = (columns?: number, variables = {}): ReturnType<typeof clientele> =>
    clientele(
      { ...server.database, variables, ...(columns !== undefined && { terminal: { columns } }) },
      ...['clients', 'list'],
    );
  const withoutMoments = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT');

  it('is a table with aligned columns, without colours where it is no terminal', async () => {
    const { stdout } = await list();
    expect(withoutMoments(stdout)).toBe(
      [
        'client_id                             status  created_at                last_used_at  client_name',
        `${ids[0] ?? ''}  active  MOMENT  never         漢字の客`,
        `${ids[1] ?? ''}  active  MOMENT  never         Zu\u0308rich 🦊`,
        `${ids[2] ?? ''}  active  MOMENT  never         Plain`,
        'administrator                         active  MOMENT  never',
        'registerClient                        active  MOMENT  never',
        '',
      ].join('\n'),
    );
  });

  it('has a block of lines for each row on a narrow terminal', async () => {
    const { stdout } = await list(80, { NO_COLOR: '1' });
    const blocks = withoutMoments(stdout).split('\n\n');
    expect(blocks).toHaveLength(5);
    expect(blocks[0]).toBe(
      `client_id     ${ids[0] ?? ''}\nstatus        active\ncreated_at    MOMENT\nlast_used_at  never\nclient_name   漢字の客`,
    );
  });

  it.each([
    ['a terminal with colours', 200, { TERM: 'xterm-256color' }, true],
    ['a terminal with NO_COLOR', 200, { TERM: 'xterm-256color', NO_COLOR: '1' }, false],
    ['a terminal without colours', 200, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, true],
    ['a pipe', undefined, { TERM: 'xterm-256color' }, false],
  ])('on %s has the colours that it should', async (_where, columns, variables, isColoured) => {
    const { stdout } = await list(columns, variables);
    expect(stdout.includes('\u001b[32mactive\u001b[39m')).toBe(isColoured);
    expect(stdout.includes('\u001b')).toBe(isColoured);
  });

  it('is a line of JSON for each of a list', async () => {
    const { stdout } = await clientele(server.database, 'clients', 'list', '--json');
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { client_id: string }).client_id)).toEqual([
      ...ids,
      'administrator',
      'registerClient',
    ]);
  });

  it('asks on a terminal before it deletes, and deletes only after yes', async () => {
    const { client_id } = await server.register(aClient());
    const remove = (typed: string): ReturnType<typeof clientele> =>
      clientele({ ...server.database, terminal: { columns: 80, typed } }, 'clients', 'delete', client_id);
    const refused = await remove('n\n');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/This deletes the client \S+, which cannot be undone\. Do it\? \[y\/N\]/);
    expect(refused.stderr).toMatch(/\nnothing was changed\n$/);
    expect((await remove('')).code).toBe(1);
    expect(await remove('yes\n')).toMatchObject({ code: 0, stderr: expect.stringMatching(/ is deleted\.\n$/) });
    expect((await clientele(server.database, 'clients', 'show', client_id)).code).toBe(1);
  });

  it('suggests the command that was probably meant, and exits 2', async () => {
    for (const [words, suggestion] of [
      [['clinets', 'list'], 'clients'],
      [['clients', 'lst'], 'list'],
      [['keys', 'list', '--jsn'], '--json'],
    ] as const)
      expect(await clientele(server.database, ...words)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`(Did you mean ${suggestion}?)`),
      });
    expect(await clientele(server.database, 'keys', 'list', 'all')).toMatchObject({ code: 2, stdout: '' });
  });

  it('ends without a word when its reader ends first', async () => {
    const program = `${process.execPath} ${programFile('src/commands/clientele')}`;
    const script = `${program} config show --all --json | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', script], {
      env: programEnvironment({}),
    });
    expect([stdout, stderr]).toEqual(['141\n', '']);
  });
});
