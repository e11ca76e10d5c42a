import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a program is started. */
export interface Start {
  readonly command: string;
  readonly parameters: readonly string[];
  /** Its working folder and its home. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** It is ended once it has written this; without, it ends by itself. */
  readonly until?: RegExp;
}

/** Runs a program and gives all that it wrote. It ends when its standard input does, so that stays open. */
export const written = (start: Start): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = started(start);
    let text = '';
    const read = (more: string): void => {
      text += more;
      if (start.until?.test(text)) child.kill();
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', () => {
      resolve(text);
    });
  });

/** Starts a program that knows of this process's environment nothing but where programs are. */
export const started = ({ command, parameters, folder, environment }: Start): ChildProcess => {
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...environment },
    stdio: 'pipe',
  });
  const end = (): void => void child.kill();
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  return child;
};

/** Gives a test a folder that is gone afterwards. */
export const withFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-program-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
};
