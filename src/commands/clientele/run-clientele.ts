import { CommandFactory } from 'nest-commander';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { failOnStandardError, reasonOf, setUmask, warnOfUnknownVariables } from '../begin';
import { ClienteleModule } from './clientele.module';
import { refusalLine } from './refusal-line';

/**
 * Runs the command of the words in `process.argv`. Data go to standard output, all else to standard error. A command
 * that fails, `--help` and wrong words end the process.
 */
export const runClientele = (): Promise<void> => {
  setUmask();
  warnOfUnknownVariables();
  return CommandFactory.run(ClienteleModule, {
    cliName: 'clientele',
    logger: ['error', 'warn'],
    serviceErrorHandler: fail,
  }).catch(fail);
};

const fail = (error: unknown): void => {
  failOnStandardError(error instanceof RefusedOperation ? refusalLine(error, process.argv.slice(2)) : reasonOf(error));
};
