import cluster from 'node:cluster';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { unknownVariablesOfProcess } from '../platform/config/read-environment';
import { StartFailure } from '../platform/config/start-failure';

/** Only the owner may read the files that a program creates: the database contains hashes and sealed keys. */
const OWNER_ONLY = 0o077;

/** The options and words of the command line. */
export interface Called {
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

export interface Program {
  /** The text of `--help`: the call, and what the program does. */
  readonly usage: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** The number of words that it takes besides options; 0 by default. */
  readonly words?: number;
  readonly run: (called: Called) => Promise<void>;
  /** Reports a failure and ends the process. By default it prints to standard error and exits 1. */
  readonly fail?: (reason: string) => void;
}

/**
 * Runs first in every program: sets the umask, reads the options, and warns of variables that the server does not know. On
 * `--help`, or a word or option that the program does not have, it prints the usage and does nothing else.
 */
export const begin = ({ usage, options = {}, words = 0, run, fail = failOnStandardError }: Program): void => {
  setUmask();
  const called = calledWith(options, words);
  if (!called) return endWith(process.stderr, `${usage}\n`, 1);
  if (called.options['help'] === true) return endWith(process.stdout, `${usage}\n`, 0);
  warnOfUnknownVariables();
  run(called).catch((error: unknown) => {
    fail(reasonOf(error));
  });
};

/** Only the owner may read the files that this process creates. */
export const setUmask = (): void => void process.umask(OWNER_ONLY);

/** Names the variables that the server does not know, once for all processes of `WORKERS`. */
export const warnOfUnknownVariables = (): void => {
  if (cluster.isPrimary) for (const line of unknownVariablesOfProcess()) process.stderr.write(`warning: ${line}\n`);
};

/** The reason of a failure: one sentence if the operator can do something about it, otherwise the stack. */
export const reasonOf = (error: unknown): string =>
  error instanceof StartFailure ? error.message : String(error instanceof Error ? error.stack : error);

const calledWith = (options: NonNullable<ParseArgsConfig['options']>, words: number): Called | undefined => {
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const isComplete = values['help'] === true || positionals.length === words;
    return isComplete ? { options: values, words: positionals } : undefined;
  } catch {
    return undefined; // the caller prints the usage
  }
};

/** Prints the reason to standard error and exits 1. */
export const failOnStandardError = (reason: string): void => {
  endWith(process.stderr, `${reason}\n`, 1);
};

/** Exits at once, because open connections would keep the process alive. */
const endWith = (stream: NodeJS.WriteStream, text: string, code: number): never => {
  stream.write(text);
  process.exit(code);
};
