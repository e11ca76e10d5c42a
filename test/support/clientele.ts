import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepTrack } from './close-leftovers';
import type { CommandCall, CommandEnding, Terminal } from './command-host';
import { nodeOptions, programFile } from './programs';
import { SECRET_KEYS } from './secret-keys';
import { type Ending, programEnvironment, runProgram, ServerProcess, startProgram } from './server-process';
import type { TestDatabase } from './test-database';

/** The database of a command, and variables besides. */
interface Installation extends Pick<TestDatabase, 'url'> {
  readonly variables?: Readonly<Record<string, string>>;
  /** `SECRET_KEYS`; by default those of the tests. */
  readonly keys?: string;
  readonly terminal?: Terminal;
  /** What standard input has where it is no terminal. */
  readonly input?: string;
  /** The working folder, which stays; by default an empty one. */
  readonly folder?: string;
}

const variablesOf = ({ url, variables, keys = SECRET_KEYS }: Installation): Readonly<Record<string, string>> => ({
  ...variables,
  DATABASE_URL: url,
  SECRET_KEYS: keys,
});

/**
 * Runs `clientele` with these words on a database and gives its exit code and all that it wrote. The
 * commands of a worker's test files share a process, which takes a tenth of the time; those that run at the same time do
 * not. See {@link clienteleProcess}.
 */
export const clientele = (installation: Installation, ...words: readonly string[]): Promise<Ending> =>
  inFolder(installation.folder, async (folder) => {
    const host = idle.pop() ?? new CommandHost();
    const { terminal, input } = installation;
    const environment = programEnvironment(variablesOf(installation));
    const ending = await host.run({ words, environment, folder, terminal, input });
    idle.push(host);
    return ending;
  });

/** The same in a process of its own, as an operator runs it. */
export const clienteleProcess = (installation: Installation, ...words: readonly string[]): Promise<Ending> =>
  inEmptyFolder((folder) => runProgram('commands/clientele', words, folder, variablesOf(installation)));

/** Starts `clientele` in a process of its own, which the test ends. */
export const startClientele = async (
  installation: Installation,
  ...words: readonly string[]
): Promise<ServerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-command-'));
  const child = startProgram('commands/clientele', words, folder, variablesOf(installation));
  return keepTrack(new ServerProcess(child, 0, folder));
};

const inFolder = <Result>(folder: string | undefined, work: (folder: string) => Promise<Result>): Promise<Result> =>
  folder === undefined ? inEmptyFolder(work) : work(folder);

const inEmptyFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-command-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The process of `command-host.ts`. */
class CommandHost {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor() {
    this.child = fork(PROGRAM, [], { execArgv: [...nodeOptions()], env: programEnvironment({}) });
    this.child.unref();
    this.child.channel?.unref();
    this.ended = once(this.child, 'exit');
  }

  async run(call: CommandCall): Promise<CommandEnding> {
    const answer = once(this.child, 'message') as Promise<[CommandEnding]>;
    this.child.send(call);
    const fail = (): never => {
      throw new Error(`clientele ${call.words.join(' ')} ended its process`);
    };
    const [ending] = await Promise.race([answer, this.ended.then(fail)]);
    return ending;
  }
}

const PROGRAM = programFile('test/support/command-host');
/** Outlives a test file, not the programs of the run. */
const IDLE = Symbol.for(`idle processes of ${PROGRAM}`);

/** The processes that wait for a command. They end with the process that started them. */
const idle = ((globalThis as Record<symbol, CommandHost[] | undefined>)[IDLE] ??= []);
