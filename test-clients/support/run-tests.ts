import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../../bench/support/cleanup';
import { ROOT } from '../../bench/support/paths';

/** Two servers and two clients at a time are enough for a small machine. */
const CONCURRENCY = 2;
/** A program that waits for an answer that never comes is a failure. */
const TIMEOUT_MS = 300_000;

/** The files of tests in a folder of this package. */
export const testsIn = (folder: string): string[] =>
  readdirSync(join(ROOT, 'test-clients', folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test-clients', folder, file));

/** Runs files of tests with node's test runner, with temporary files in `folder`. The exit code of this process follows. */
export const runTests = async (
  files: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> => {
  if (files.length === 0) throw new Error('there is no such test that can run here');
  const options = [
    '--test',
    '--test-reporter=spec',
    `--test-timeout=${TIMEOUT_MS}`,
    `--test-concurrency=${CONCURRENCY}`,
  ];
  const runner = spawn(process.execPath, ['-r', '@swc-node/register', ...options, ...files], {
    cwd: ROOT,
    env: { ...process.env, ...environment, TMPDIR: folder },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  atEnd(
    () => void runner.kill('SIGTERM'),
    () => void runner.kill('SIGTERM'),
  );
  const [code] = (await once(runner, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
};
