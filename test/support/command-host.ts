import 'reflect-metadata';
import { Readable } from 'node:stream';
import { runClientele } from '../../src/commands/clientele/run-clientele';

/** A command that is to be run: its words, its whole environment, and its working folder. */
export interface CommandCall {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Stands for a terminal; without it, input and output are none. */
  readonly terminal?: Terminal | undefined;
  /** What standard input has where it is no terminal; by default nothing. */
  readonly input?: string | undefined;
}

/** A terminal with so many columns, and what is typed at it. */
export interface Terminal {
  readonly columns: number;
  readonly typed?: string;
}

/** How a command ended: the exit code of the process that it would have been, and all that it wrote. */
export interface CommandEnding {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends a command where its process would have ended. */
class Exit extends Error {}

/** Runs one command after another, as its parent sends them: to load the modules takes most of the time of a command. */
process.on('message', (call: CommandCall) => {
  void run(call).then((ending) => process.send?.(ending));
});

const run = async ({ words, environment, folder, terminal, input }: CommandCall): Promise<CommandEnding> => {
  process.chdir(folder);
  process.env = { ...environment };
  process.argv = [process.execPath, 'clientele', ...words];
  process.exitCode = 0;
  useTerminal(terminal, input);
  const ending: { code?: number; stdout: string; stderr: string } = { stdout: '', stderr: '' };
  const writeTo =
    (name: 'stdout' | 'stderr'): typeof process.stdout.write =>
    (text: string | Uint8Array) => {
      if (ending.code === undefined) ending[name] += String(text);
      return true;
    };
  process.stdout.write = writeTo('stdout');
  process.stderr.write = writeTo('stderr');
  process.exit = (code) => {
    ending.code ??= codeOf(code ?? process.exitCode);
    throw new Exit();
  };
  try {
    await runClientele();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  }
  return { code: codeOf(process.exitCode), ...ending };
};

const useTerminal = (terminal: Terminal | undefined, input = terminal?.typed): void => {
  const isTTY = terminal !== undefined;
  Object.assign(process.stdout, { isTTY, columns: terminal?.columns });
  Object.assign(process.stderr, { isTTY, columns: terminal?.columns });
  const stdin = Object.assign(Readable.from(input === undefined ? [] : [input]), { isTTY });
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
};

const codeOf = (code: typeof process.exitCode): number => Number(code ?? 0);
