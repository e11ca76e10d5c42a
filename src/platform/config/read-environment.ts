import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Environment } from './environment';
import { ENVIRONMENT_RULES } from './environment-rules';
import { StartFailure } from './start-failure';
import { unknownVariables, type Texts } from './unknown-variables';
import { variablesOf } from './variable';

/**
 * Takes the texts of the environment, gives their values with defaults in place. Throws {@link StartFailure} with a
 * line for every mistake: those of single variables, and those between variables that can be judged all the same.
 */
export const readEnvironment = (texts: Texts): Environment => {
  const named = Object.fromEntries(variablesOf(Environment).map(({ name }) => [name, texts[name]?.trim()]));
  const environment = plainToInstance(Environment, named);
  const faulty = validateSync(environment).map(({ property, constraints }) => ({
    property,
    mistake: `${property} ${Object.values(constraints ?? {}).join(', ')}`,
  }));
  const isSound = (name: string): boolean => faulty.every(({ property }) => property !== name);
  const complete = { ...environment, ISSUER: environment.ISSUER || defaultIssuer(environment, isSound('PORT')) };
  const broken = ENVIRONMENT_RULES.filter(({ names }) => names.every(isSound)).map(({ mistake }) => mistake(complete));
  const mistakes = [...faulty.map(({ mistake }) => mistake), ...broken.filter((mistake) => mistake !== undefined)];
  if (mistakes.length > 0) throw misconfigured(mistakes);
  return Object.freeze(complete);
};

const defaultIssuer = ({ TLS_CERT, PORT }: Environment, isPortSound: boolean): string =>
  `${TLS_CERT === '' ? 'http' : 'https'}://localhost${isPortSound ? `:${PORT}` : ''}`;

/**
 * The environment of this process, with the `.env` file of the working directory beneath it. `process.env` stays as it
 * is: a worker that is forked later reads the file anew. Throws {@link StartFailure}.
 */
export const processEnvironment = (): Environment => readEnvironment({ ...envFile(), ...process.env });

/** What is set for this process and is no variable of the server: a line for each. */
export const unknownVariablesOfProcess = (): string[] => unknownVariables(envFile(), process.env);

const envFile = (): Texts => (existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {});

const misconfigured = (mistakes: readonly string[]): StartFailure =>
  new StartFailure(['The configuration is wrong:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
