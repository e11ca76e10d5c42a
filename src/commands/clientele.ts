import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { failOnStandardError, reasonOf, setUmask, warnOfUnknownVariables } from './begin';
import { ClienteleModule } from './clientele/clientele.module';

const fail = (error: unknown): void => {
  failOnStandardError(reasonOf(error));
};

/** `npm run -s clientele -- ...`: what an operator does with a running installation. Data go to standard output, all else to standard error. */
setUmask();
warnOfUnknownVariables();
CommandFactory.run(ClienteleModule, {
  cliName: 'clientele',
  logger: ['error', 'warn'],
  serviceErrorHandler: fail,
}).catch(fail);
