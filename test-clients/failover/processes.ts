import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 100;
const WITHIN_MS = 120_000; // a machine that is busy

// So that a run that is given up ends the programs, too: they are ended when this process exits.
process.once('SIGTERM', () => process.exit(143));

/** PostgreSQL does not run as root. */
const user = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/** Gives a folder to the user of PostgreSQL. */
export const giveToPostgres = (folder: string): void => {
  if (user()) execFileSync('chown', ['-R', 'postgres:postgres', folder]);
};

/** A program as the user of PostgreSQL; what it writes goes to a file of its folder. It ends with this process. */
export class Program {
  private child: ChildProcess | undefined;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly command: readonly [string, ...string[]],
  ) {}

  start(): void {
    const log = openSync(join(this.folder, `${this.name}.log`), 'a', 0o666);
    const [command, ...parameters] = this.command;
    const child = spawn(command, parameters, {
      cwd: this.folder,
      env: { PATH: `/usr/sbin:/sbin:${process.env['PATH'] ?? ''}`, HOME: this.folder, LANG: 'C.UTF-8' },
      stdio: ['ignore', log, log],
      ...user(),
    });
    closeSync(log);
    // Not by force: Patroni would leave its PostgreSQL.
    process.once('exit', () => child.kill('SIGTERM'));
    this.child = child;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** Repeats `look` until it gives a value that is neither absent nor false. An error of `look` is an absent value. */
export const until = async <Value>(what: string, look: () => Promise<Value>): Promise<NonNullable<Value>> => {
  const latest = Date.now() + WITHIN_MS;
  let last: unknown;
  while (Date.now() < latest) {
    const found = await look().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (found !== undefined && found !== null && found !== false) return found;
    await wait(POLL_MS);
  }
  throw new Error(`did not happen: ${what}`, { cause: last });
};
