import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../scripts/free-port';
import { keepTrack } from './close-leftovers';

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
    const seen = new Promise<void>((done) => {
      const look = (): void => {
        if (isThere()) done();
      };
      this.child.stdout.on('data', look);
      look();
    });
    await Promise.race([seen, this.ended]);
    if (!isThere()) throw new Error(`ended without writing ${String(text)}: ${this.stdout}${this.stderr}`);
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

/** Starts the server as a user would; it may well end by itself. */
export const startProcess = async (variables: Readonly<Record<string, string>>): Promise<ServerProcess> => {
  const root = resolve(__dirname, '../..');
  const folder = await mkdtemp(join(tmpdir(), 'clientele-process-'));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['-r', join(root, 'node_modules/@swc-node/register/index.js'), join(root, 'src/main.ts')],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        SWC_NODE_PROJECT: join(root, 'tsconfig.json'),
        NODE_ENV: 'test',
        PORT: String(port),
        ...variables,
      },
    },
  );
  return keepTrack(new ServerProcess(child, port, folder));
};
