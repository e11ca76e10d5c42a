import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { OAuthError } from '../core/errors/oauth-error';
import { unknownVariablesOfProcess } from '../platform/config/read-environment';
import { StartFailure } from '../platform/config/start-failure';
import { EXIT_CODES } from './clientele/exit-codes';
import { eraseLine } from './clientele/progress/progress-line';
import { printable } from './printable';

/** Only the owner may read the files that a program creates: the database contains hashes and sealed keys. */
const OWNER_ONLY = 0o077;

export interface Program {
  /** The text of `--help`: the call, and what the program does. */
  readonly usage: string;
  readonly run: () => Promise<void>;
  /** Reports a failure and ends the process. By default it prints to standard error and exits 1. */
  readonly fail?: (reason: string) => void;
}

/**
 * Runs first in a program without words and options: sets the umask, and warns of variables that the server does not
 * know. On `--help`, or any word or option, it prints the usage and does nothing else.
 */
export const begin = ({ usage, run, fail }: Program): void => {
  setUmask();
  const isHelp = calledForHelp();
  if (isHelp === undefined) return endWith(process.stderr, `${usage}\n`, 1);
  if (isHelp) return endWith(process.stdout, `${usage}\n`, 0);
  start(run, fail);
};

/** Warns of variables that the server does not know, and runs a program whose words were read before. */
export const start = (run: Program['run'], fail: NonNullable<Program['fail']> = failOnStandardError): void => {
  warnOfUnknownVariables();
  run().catch((error: unknown) => {
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
  error instanceof StartFailure || error instanceof OAuthError
    ? error.message
    : String(error instanceof Error ? error.stack : error);

/** Whether the program was called with `--help` alone; nothing if it was called with other words or options. */
const calledForHelp = (): boolean | undefined => {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help === true;
  } catch {
    return undefined; // the caller prints the usage
  }
};

/** Prints the reason to standard error, and exits 1 or with another code. */
export const failOnStandardError = (reason: string, code = 1): void => {
  eraseLine();
  endWith(process.stderr, `${printable(reason)}\n`, code);
};

/** Ends the program if standard output cannot be written: without a word if its reader has ended, as `head` does. */
export const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.closed.code);
    failOnStandardError(`standard output cannot be written: ${error.message}`);
  });
};

/** Exits at once, because open connections would keep the process alive. */
const endWith = (stream: NodeJS.WriteStream, text: string, code: number): never => {
  stream.write(text);
  process.exit(code);
};
