import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, leavingNothing } from '../bench/support/cleanup';
import { ROOT } from '../bench/support/paths';
import { buildProduct, installPackage } from '../bench/support/prepare';
import { temporaryFolder } from '../bench/support/folder';

/** Two servers and two clients at a time are enough for a small machine. */
const CONCURRENCY = 2;
/** A program that waits for an answer that never comes is a failure. */
const TIMEOUT_MS = 120_000;

/** Runs the tests whose path contains one of `names`, or all of them, with node's test runner. */
const testClients = async (names: readonly string[]): Promise<void> => {
  installPackage(__dirname);
  buildProduct();
  const files = testFiles().filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (files.length === 0) throw new Error(`no test file is named like ${names.join(' or ')}`);
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
};

const testFiles = (): string[] =>
  ['programs', 'generators'].flatMap((folder) =>
    readdirSync(join(__dirname, folder))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => join('test-clients', folder, file)),
  );

void leavingNothing(() => testClients(process.argv.slice(2)));
