import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

describe('npm run demo', () => {
  const root = join(__dirname, '..');
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-demo-test-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('plays the story, plainly where there is no terminal, and leaves nothing behind', async () => {
    const env = { ...process.env, TMPDIR: folder, TEMP: folder, REGISTRAR_CLIENT_SECRET: 'not that of the demo' };
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['-r', '@swc-node/register', join('scripts', 'demo.ts')],
      { cwd: root, env },
    );
    expect(stdout.match(/^\d{3} .*$/gm)).toEqual(['200 OK', '201 Created', '200 OK', '400 Bad Request', '200 OK']);
    expect(stdout).toContain('"redirect_uris": ["https://tmp.com"]');
    expect(stdout).toContain('"error": "invalid_redirect_uri"');
    expect(stdout).toContain('"registration_endpoint": "http://127.0.0.1:');
    expect(stdout).not.toContain('\u001b[');
    expect(stderr).toBe('');
    const left = await readdir(folder);
    expect(left.filter((name) => name.startsWith('clientele-'))).toEqual([]);
  });
});
