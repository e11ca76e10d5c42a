import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');
const PERMITTED =
  /^(dist\/.+\.js|dist\/features\/sign-in\/pages\/texts\/[a-z]+\.json|\.env\.example|docs\/([^/]+\.md|policies\/.+)|(CHANGELOG|README|SECURITY)\.md|LICENSE|package\.json)$/;
const START_WITHIN_MS = 60_000;

/**
 * Packs the package and unpacks it into an empty folder, with its production dependencies and no others. Fails if it
 * contains a file that is not needed, or if the unpacked program does not migrate, serve, answer and stop. `npm run
 * package:check`; with the word `--built` it packs what was built before, otherwise it builds.
 */
const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-package-'));
  try {
    const words = process.argv.includes('--built') ? ['--ignore-scripts'] : [];
    const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder, ...words], {
      cwd: ROOT,
    });
    const [archive] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n'))) as [
      { filename: string; files: { path: string }[] },
    ];
    const superfluous = archive.files.map(({ path }) => path).filter((path) => !PERMITTED.test(path));
    if (superfluous.length > 0) throw new Error(`the package contains ${superfluous.join(', ')}`);
    await run('tar', ['--extract', '--file', archive.filename], { cwd: folder });
    const program = await installed(join(folder, 'package'));
    await use(program, folder);
    console.log(`${archive.filename}: ${archive.files.length} files; the unpacked program migrates and serves`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Links the production dependencies. Gives the path of the program. */
const installed = async (unpacked: string): Promise<string> => {
  const { dependencies, bin } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
    bin: { clientele: string };
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(unpacked, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  return join(unpacked, bin.clientele);
};

const use = async (program: string, folder: string): Promise<void> => {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    ISSUER: `http://localhost:${port}`,
    DATABASE_URL: 'sqlite:clients.sqlite',
  };
  await run(process.execPath, [program, 'migrate', '--create-database'], { cwd: folder, env });
  const server = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(server, 'exit') as Promise<[number | null]>;
  try {
    await untilReady(server, `http://127.0.0.1:${port}/health/ready`);
    for (const path of [
      '/.well-known/oauth-authorization-server',
      '/openapi.json',
      '/docs',
      '/.well-known/jwks.json',
    ]) {
      const { status } = await fetch(`http://127.0.0.1:${port}${path}`);
      if (status !== 200) throw new Error(`GET ${path} is answered with ${status}`);
    }
  } finally {
    server.kill('SIGTERM');
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the server ended with ${code ?? 'a signal'}`);
};

const untilReady = async (server: ChildProcess, address: string): Promise<void> => {
  for (const giveUp = Date.now() + START_WITHIN_MS; Date.now() < giveUp;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode} before it served`);
    const isReady = await fetch(address).then(
      ({ ok }) => ok,
      () => false, // it does not listen yet
    );
    if (isReady) return;
    await wait(100);
  }
  throw new Error(`the server does not answer at ${address}`);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
