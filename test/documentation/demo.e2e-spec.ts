import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

describe('the stories that npm runs', () => {
  const root = join(__dirname, '../..');
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-demo-test-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const play = (script: string): Promise<{ stdout: string; stderr: string }> => {
    const env = { ...process.env, TMPDIR: folder, TEMP: folder, REGISTRAR_CLIENT_SECRET: 'not that of the demo' };
    const parameters = ['-r', '@swc-node/register', join('scripts', script)];
    return promisify(execFile)(process.execPath, parameters, { cwd: root, env });
  };

  afterEach(async () => {
    const left = await readdir(folder);
    expect(left.filter((name) => name.startsWith('clientele-'))).toEqual([]);
  });

  it('demo plays the story, plainly where there is no terminal, and leaves nothing behind', async () => {
    const { stdout, stderr } = await play('demo.ts');
    expect(stdout.match(/^\d{3} .*$/gm)).toEqual(['200 OK', '201 Created', '200 OK', '400 Bad Request', '200 OK']);
    expect(stdout).toContain('"redirect_uris": ["https://tmp.com"]');
    expect(stdout).toContain('"error": "invalid_redirect_uri"');
    expect(stdout).toContain('"registration_endpoint": "http://127.0.0.1:');
    expect(stdout).not.toContain('\u001b[');
    expect(stderr).toBe('');
  });

  it('demo:open-banking registers by a statement, and a copy of it registers nothing', async () => {
    const { stdout, stderr } = await play('open-banking.ts');
    expect(stderr).toBe('');
    expect(stdout.match(/^\d{3} .*$/gm)).toEqual([
      ...['201 Created', '200 OK', '200 OK', '400 Bad Request', '400 Bad Request', '204 No Content'],
    ]);
    expect(stdout).toContain('"client_name": "An accounting app"');
    expect(stdout).toContain('"scope": "openid accounts"');
  });
});
