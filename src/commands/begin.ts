import cluster from 'node:cluster';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { unknownVariablesOfProcess } from '../platform/config/read-environment';
import { StartFailure } from '../platform/config/start-failure';

/** What a program writes, its owner alone may read: the database holds hashes and sealed keys. */
const OWNER_ONLY = 0o077;

/** How a program was called. */
export interface Called {
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

export interface Program {
  /** How it is called and what it does, for `--help`. */
  readonly usage: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** How many words it takes besides; none by default. */
  readonly words?: number;
  readonly run: (called: Called) => Promise<void>;
  /** Says why it failed and ends; on standard error, with exit code 1, by default. */
  readonly fail?: (reason: string) => void;
}

/**
 * How every program of this package begins: with the umask, its options, and a warning for variables that are none. A
 * word that it does not know, or `--help`, gives its usage, and nothing else is done.
 */
export const begin = ({ usage, options = {}, words = 0, run, fail = failOnStandardError }: Program): void => {
  process.umask(OWNER_ONLY);
  const called = calledWith(options, words);
  if (!called) return endWith(process.stderr, `${usage}\n`, 1);
  if (called.options['help'] === true) return endWith(process.stdout, `${usage}\n`, 0);
  if (cluster.isPrimary) for (const line of unknownVariablesOfProcess()) process.stderr.write(`warning: ${line}\n`);
  run(called).catch((error: unknown) => {
    fail(error instanceof StartFailure ? error.message : String(error instanceof Error ? error.stack : error));
  });
};

const calledWith = (options: NonNullable<ParseArgsConfig['options']>, words: number): Called | undefined => {
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    const isComplete = values['help'] === true || positionals.length === words;
    return isComplete ? { options: values, words: positionals } : undefined;
  } catch {
    return undefined; // what is wrong with the words, the usage says
  }
};

const failOnStandardError = (reason: string): void => {
  endWith(process.stderr, `${reason}\n`, 1);
};

/** At once: what was begun may hold connections that would keep the process. */
const endWith = (stream: NodeJS.WriteStream, text: string, code: number): never => {
  stream.write(text);
  process.exit(code);
};
