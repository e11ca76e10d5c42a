import { OAuthError } from '../../core/errors/oauth-error';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { StartFailure } from '../../platform/config/start-failure';

/** The exit codes of `clientele` and their meanings, which do not change. `--help` and docs/CLI.md have them from here. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'The command did what its description says.' },
  failed: { code: 1, meaning: 'The command failed. Standard error has the reason, and what to do about it.' },
  wrongCall: {
    code: 2,
    meaning:
      'The call is wrong: an unknown word or option, a value or a file with a fault, or --yes is missing. Nothing was done.',
  },
  found: { code: 3, meaning: 'The command checked something and found faults, which it printed.' },
  warned: { code: 4, meaning: 'The command checked something and found nothing worse than what needs attention soon.' },
  conflict: {
    code: 5,
    meaning: 'What the command was to change is in another state, or was changed meanwhile. Nothing was changed.',
  },
  interrupted: { code: 130, meaning: 'The command was interrupted by Ctrl-C (SIGINT).' },
  closed: { code: 141, meaning: 'The reader of standard output ended first, as head does.' },
} as const;

/** A name of an exit code. */
export type Exit = keyof typeof EXIT_CODES;

/** The command is called wrongly, and has done nothing. The message is for the operator; the exit code is 2. */
export class WrongCall extends StartFailure {}

/** The exit code of a command that ends with an error. */
export const exitCodeOf = (error: unknown): number => EXIT_CODES[exitOf(error)].code;

const EXIT_OF_REFUSAL = { invalid: 'wrongCall', unknown: 'failed', conflict: 'conflict' } as const;

const EXIT_OF_STATUS: Readonly<Record<number, Exit>> = { 400: 'wrongCall', 409: 'conflict', 412: 'conflict' };

const exitOf = (error: unknown): Exit => {
  if (error instanceof RefusedOperation) return EXIT_OF_REFUSAL[error.kind];
  if (error instanceof OAuthError) return EXIT_OF_STATUS[error.status] ?? 'failed';
  return error instanceof WrongCall || isOfCommander(error) ? 'wrongCall' : 'failed';
};

/** Whether commander ends the program, after it has printed the reason, or the help that was asked for. */
export const isOfCommander = (error: unknown): error is Error & { readonly exitCode: number } =>
  error instanceof Error && error.name === 'CommanderError';
