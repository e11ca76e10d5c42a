import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * The options of `npm start`: V8 collects garbage sooner, and takes no more memory for young objects on Node 24 than on
 * others. They cannot be set after the start of a process.
 */
const OPTIONS = ['--max-old-space-size=512', '--max-semi-space-size=16'];
const MAIN = join(__dirname, '../../../main.js');
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs the server in a process with the options of `npm start`, passes signals on to it, and ends with its exit code. The
 * server has a process group of its own, because a terminal would otherwise send it each signal a second time.
 */
export const serveProcess = async (): Promise<void> => {
  const server = spawn(process.execPath, [...OPTIONS, MAIN], { stdio: 'inherit', detached: true });
  for (const signal of SIGNALS) process.on(signal, () => server.kill(signal));
  process.exitCode = await exitCodeOf(server);
};

const exitCodeOf = async (child: ChildProcess): Promise<number> => {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
};
