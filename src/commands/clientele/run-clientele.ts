import { CommandFactory } from 'nest-commander';
import { OAuthError } from '../../core/errors/oauth-error';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { InvalidRegistration, sentence } from '../../core/errors/registration-errors';
import { failOnStandardError, reasonOf, setUmask, warnOfUnknownVariables } from '../begin';
import { createProgram } from './commands-program';
import { exitCodeOf, isOfCommander } from './exit-codes';
import { say } from './output';
import { refusalLine } from './refusal-line';

/**
 * Runs the command of the words in `process.argv`. Data go to standard output, all else to standard error. A command
 * that fails, `--help` and wrong words end the process with a code of `EXIT_CODES`.
 */
export const runClientele = async (): Promise<void> => {
  setUmask();
  warnOfUnknownVariables();
  const app = await createProgram(fail);
  await CommandFactory.runApplication(app);
  await app.close();
};

/** Identifiers may begin with a hyphen, as base64url does. No option begins with one and has more than a letter. */
const NO_OPTION = /^error: unknown option '-[^-]./;

const fail = (error: unknown): void => {
  if (isOfCommander(error)) {
    if (NO_OPTION.test(error.message)) say('(Write -- before words that begin with a hyphen and are no options)');
    process.exit(error.exitCode === 0 ? 0 : exitCodeOf(error));
  }
  failOnStandardError(sentenceOf(error), exitCodeOf(error));
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof RefusedOperation) return refusalLine(error, process.argv.slice(2));
  if (error instanceof InvalidRegistration) return error.faults.map(sentence).join('\n');
  return error instanceof OAuthError ? error.message : reasonOf(error);
};
