import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../bench/support/paths';
import { freePort } from '../../scripts/free-port';
import { documentedBlock, replaced } from './documented';
import { started } from './program';
import type { RawMessage } from './webhook-inbox';

const GUIDE = 'WEBHOOKS.md';
const POLL_MS = 100;
/** For a machine that is busy with other tests. */
const WAITS_MS = 60_000;

/** How a program of the guide is run: at a free port, on this machine only. */
interface Language {
  readonly file: string;
  /** How the program names its port, and how it names another one. */
  readonly listens: readonly [string, (port: number) => string];
  /** The command that runs the program in its folder; it may compile it. */
  readonly command: (folder: string) => readonly [string, ...string[]];
}

const LANGUAGES = {
  js: {
    file: 'receiver.mjs',
    listens: ['listen(8080)', (port) => `listen(${port}, '127.0.0.1')`],
    command: () => [process.execPath, 'receiver.mjs'],
  },
  python: {
    file: 'receiver.py',
    listens: ['("", 8080)', (port) => `("127.0.0.1", ${port})`],
    command: () => ['/usr/bin/python3', 'receiver.py'],
  },
  go: {
    file: 'receiver.go',
    listens: ['":8080"', (port) => `"127.0.0.1:${port}"`],
    command: (folder) => {
      const env = { PATH: process.env['PATH'], GOCACHE: join(tmpdir(), 'clientele-go'), CGO_ENABLED: '0' };
      execFileSync('go', ['build', '-o', 'receiver', 'receiver.go'], { cwd: folder, env, stdio: 'pipe' });
      return [join(folder, 'receiver')];
    },
  },
} as const satisfies Readonly<Record<string, Language>>;

export const RECEIVER_LANGUAGES = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[];

/** A program of the guide that runs. */
export interface DocumentedReceiver {
  /** Sends a message to it and gives the status of its response. */
  readonly statusOf: (message: RawMessage) => Promise<number>;
  /** Resolves once it has printed this. */
  readonly prints: (line: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Runs the program that the guide has for a language, with a secret, and waits until it answers. */
export const documentedReceiver = async (
  language: keyof typeof LANGUAGES,
  secret: string,
): Promise<DocumentedReceiver> => {
  const { file, listens, command } = LANGUAGES[language];
  const folder = await mkdtemp(join(tmpdir(), 'clientele-receiver-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const port = await freePort();
  const program = replaced(documentedBlock(GUIDE, language), { [listens[0]]: listens[1](port) });
  await writeFile(join(folder, file), program);
  const [name, ...parameters] = command(folder);
  const child = started({ command: name, parameters, folder, environment: { WEBHOOK_SECRET: secret } });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (more: string) => (text += more));
  const statusOf = async ({ headers, body }: RawMessage): Promise<number> => {
    const sent = { method: 'POST', headers, body: new Uint8Array(body) };
    return (await fetch(`http://127.0.0.1:${port}/hooks`, sent)).status;
  };
  const until = async (happened: () => boolean | Promise<boolean>): Promise<void> => {
    const latest = Date.now() + WAITS_MS;
    while (Date.now() < latest && child.exitCode === null) {
      if (await happened()) return;
      await wait(POLL_MS);
    }
    throw new Error(`the receiver in ${language} does not do what it has to: ${text}`);
  };
  const nothing = { headers: {}, body: Buffer.alloc(0) };
  await until(() =>
    statusOf(nothing).then(
      () => true,
      () => false, // it does not listen yet
    ),
  );
  return {
    statusOf,
    prints: (line) => until(() => text.includes(line)),
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'close') : undefined;
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
