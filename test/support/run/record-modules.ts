import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port';

const SOURCES = join(__dirname, '../modules');
/** Also the modules of the commands. */
const BESIDE_SERVER = 'src/commands/clientele/run-clientele.js';

/**
 * Starts a server and the code of the commands once, with the programs of this folder, and records their modules for the
 * processes that the tests start. `TEST_PRELOAD` is the file that makes a process use them.
 */
export const recordModules = async (programs: string): Promise<void> => {
  const folder = join(programs, 'modules');
  await mkdir(folder);
  for (const name of await readdir(SOURCES)) await copyFile(join(SOURCES, name), join(folder, name));
  const preloads = [join(folder, 'record-modules.cjs'), join(programs, BESIDE_SERVER)];
  const words = [...preloads.flatMap((file) => ['--require', file]), join(programs, 'src/main.js')];
  const server = spawn(process.execPath, words, {
    cwd: folder,
    env: {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: String(await freePort()),
      DATABASE_URL: 'sqlite:recorded.sqlite',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'close') as Promise<[number | null]>;
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('Ctrl-C stops it')) server.kill('SIGTERM');
  });
  const [code] = await ended;
  if (code !== 0) throw new Error('the server whose modules are recorded did not start');
  process.env['TEST_PRELOAD'] = join(folder, 'recorded-modules.cjs');
};
