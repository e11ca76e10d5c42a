import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { atEnd } from './cleanup';

const READY_WITHIN_MS = 120_000; // a machine that is busy
const POLL_MS = 50;
const STOP_WITHIN_MS = 15_000;

export interface ServerPlan {
  readonly name: string;
  /** The script and its arguments, and options of Node before them. */
  readonly node: readonly string[];
  /** The path of Node; that of this process if it is absent. */
  readonly program?: string;
  readonly folder: string;
  /** All of its environment, besides what every process needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** It is ready as soon as this address answers, whatever the answer. */
  readonly readyUrl: string;
}

/** A server in a process of its own; what it writes goes to a file, as it would in operation. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    private readonly logFile: string,
  ) {}

  /** Starts it and waits until it answers. Throws with the end of its log when it ends before, or takes too long. */
  static async start({ name, node, program, folder, environment, readyUrl }: ServerPlan): Promise<ServerProcess> {
    const logFile = join(folder, `${name}.log`);
    const log = openSync(logFile, 'a');
    const child = spawn(program ?? process.execPath, node, {
      cwd: folder,
      env: { ...inherited(), ...environment },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    if (child.pid === undefined) throw new Error(`${name} cannot be started`);
    const server = new ServerProcess(child, child.pid, logFile);
    atEnd(
      () => server.stop(),
      () => child.kill('SIGKILL'),
    );
    await server.answers(readyUrl);
    return server;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last lines that it wrote. */
  logEnd(lines = 5): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Sends a signal, SIGHUP for instance. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it, by force when it does not end by itself. A second call does nothing. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(force);
  }

  private async answers(url: string): Promise<void> {
    const latest = Date.now() + READY_WITHIN_MS;
    while (Date.now() < latest) {
      if (!this.isRunning) throw new Error(`it ended: ${this.logEnd()}`);
      if (await fetch(url).then(consumed, () => false)) return;
      await wait(POLL_MS);
    }
    throw new Error(`it does not answer: ${this.logEnd()}`);
  }
}

const consumed = async (response: Response): Promise<boolean> => {
  await response.arrayBuffer();
  return true;
};

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
