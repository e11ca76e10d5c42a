import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Environment } from './environment';
import { ENVIRONMENT_RULES } from './environment-rules';
import { StartFailure } from './start-failure';
import { variablesOf } from './variable';

/**
 * Takes the texts of the environment, gives their values with defaults in place. Throws {@link StartFailure} with a
 * line for every mistake.
 */
export const readEnvironment = (texts: Readonly<Record<string, string | undefined>>): Environment => {
  const named = Object.fromEntries(variablesOf(Environment).map(({ name }) => [name, texts[name]?.trim()]));
  const environment = plainToInstance(Environment, named);
  const mistakes = validateSync(environment).map(
    ({ property, constraints }) => `${property} ${Object.values(constraints ?? {}).join(', ')}`,
  );
  if (mistakes.length > 0) throw misconfigured(mistakes);
  const complete = { ...environment, ISSUER: environment.ISSUER || defaultIssuer(environment) };
  const broken = ENVIRONMENT_RULES.map((rule) => rule(complete)).filter((mistake) => mistake !== undefined);
  if (broken.length > 0) throw misconfigured(broken);
  return Object.freeze(complete);
};

const defaultIssuer = ({ TLS_CERT, PORT }: Environment): string =>
  `${TLS_CERT === '' ? 'http' : 'https'}://localhost:${PORT}`;

/**
 * The environment of this process, with the `.env` file of the working directory beneath it. `process.env` stays as it
 * is: a worker that is forked later reads the file anew. Throws {@link StartFailure}.
 */
export const processEnvironment = (): Environment =>
  readEnvironment({ ...(existsSync('.env') && parseEnv(readFileSync('.env', 'utf8'))), ...process.env });

const misconfigured = (mistakes: readonly string[]): StartFailure =>
  new StartFailure(['The configuration is wrong:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
