import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port';
import { keepTrack } from './close-leftovers';
import { nodeOptions, programFile } from './programs';
import { UNHURRIED } from './unhurried';

/** How a process ended and all that it wrote. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `src/main.ts` in a process of its own, in an empty folder, with no other variables than those given. */
export class ServerProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ending>;
  readonly url: string;

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly port: number,
    readonly folder: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((done) =>
      child.once('close', (code) => {
        done({ code, stdout: this.stdout, stderr: this.stderr });
      }),
    );
  }

  /** Resolves once the process has written a text; fails when it ends before. */
  async hasWritten(text: string | RegExp): Promise<void> {
    const isThere = (): boolean => this.stdout.search(text) >= 0;
    let look = (): void => undefined;
    const written = new Promise<void>((done) => {
      look = () => {
        if (isThere()) done();
      };
      this.child.stdout.on('data', look);
      look();
    });
    await Promise.race([written, this.ended]);
    this.child.stdout.off('data', look);
    if (!isThere()) throw new Error(`ended without writing ${String(text)}: ${this.stdout}${this.stderr}`);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Writes the `.env` file of the folder it runs in. */
  writeEnvFile(variables: Readonly<Record<string, string>>): Promise<void> {
    return writeEnvFile(this.folder, variables);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

const writeEnvFile = (folder: string, variables: Readonly<Record<string, string>>): Promise<void> => {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  return writeFile(join(folder, '.env'), lines.join(''));
};

/** Starts the server as a user would, with or without a `.env` file; it may well end by itself. */
export const startProcess = async (
  variables: Readonly<Record<string, string>>,
  envFile?: Readonly<Record<string, string>>,
): Promise<ServerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-process-'));
  if (envFile) await writeEnvFile(folder, envFile);
  const port = await freePort();
  const child = startProgram('main', [], folder, { PORT: String(port), ...variables });
  return keepTrack(new ServerProcess(child, port, folder));
};

/** Runs a program of `src`, such as `commands/clientele`, in a folder to its end. */
export const runProgram = (
  name: string,
  words: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Ending> => new ServerProcess(startProgram(name, words, folder, variables), 0, folder).ended;

/** Starts a program of `src` in a folder. */
export const startProgram = (
  name: string,
  words: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [...nodeOptions(), programFile(`src/${name}`), ...words], {
    cwd: folder,
    env: programEnvironment(variables),
  });

/** The whole environment of a program with these variables. */
export const programEnvironment = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  NODE_ENV: 'test',
  ...UNHURRIED,
  ...variables,
});
