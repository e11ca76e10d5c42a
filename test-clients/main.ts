import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, leavingNothing } from '../bench/support/cleanup';
import { ROOT } from '../bench/support/paths';
import { buildProduct, installPackage } from '../bench/support/prepare';
import { temporaryFolder } from '../bench/support/folder';
import { installPrograms } from './debian/install';

/** Two servers and two clients at a time are enough for a small machine. */
const CONCURRENCY = 2;
/** A program that waits for an answer that never comes is a failure. */
const TIMEOUT_MS = 300_000;

/** Runs the tests whose path contains one of `names`, or all of them, with node's test runner. */
const testClients = async (names: readonly string[]): Promise<void> => {
  installPackage(__dirname);
  buildProduct();
  const wanted = (file: string): boolean => names.length === 0 || names.some((name) => file.includes(name));
  const debian = installPrograms(wanted);
  const files = [
    ...filesOf('programs'),
    ...filesOf('generators'),
    ...debian.files.map((file) => join('test-clients', 'debian', file)),
  ].filter(wanted);
  for (const reason of debian.missing) console.error(`not run: ${reason}`);
  if (files.length === 0) throw new Error('there is no such test that can run here');
  const folder = await temporaryFolder();
  const runner = spawn(
    process.execPath,
    [
      '-r',
      '@swc-node/register',
      '--test',
      '--test-reporter=spec',
      `--test-timeout=${TIMEOUT_MS}`,
      `--test-concurrency=${CONCURRENCY}`,
      ...files,
    ],
    { cwd: ROOT, env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  atEnd(
    () => void runner.kill('SIGTERM'),
    () => void runner.kill('SIGTERM'),
  );
  const [code] = (await once(runner, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
  // A developer's machine may lack a program; where all is to be run, that is a failure.
  if (process.env['CI'] !== undefined && debian.missing.length > 0) process.exitCode = 1;
};

const filesOf = (folder: string): string[] =>
  readdirSync(join(__dirname, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test-clients', folder, file));

void leavingNothing(() => testClients(process.argv.slice(2)));
