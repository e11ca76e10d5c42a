import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DEVELOPMENT_SECRET } from './development-secret';
import { Environment, SECTIONS } from './environment';
import { ENVIRONMENT_RULES } from './environment-rules';
import { shownDefault } from './environment-docs';
import { StartFailure } from './start-failure';
import { unknownVariables, type Texts } from './unknown-variables';
import { variablesOf } from './variable';

/**
 * Takes the texts of the environment and gives their values, with the defaults. Throws {@link StartFailure} with a line
 * for every mistake: in single variables, and between variables that are correct by themselves.
 */
export const readEnvironment = (texts: Texts): Environment => {
  const sections = SECTIONS.map((section) => readSection(section, texts));
  const environment = Object.assign(new Environment(), ...sections) as Environment;
  const faulty = sections
    .flatMap((section) => validateSync(section))
    .map(({ property, constraints }) => ({
      property,
      mistake: `${property} ${Object.values(constraints ?? {}).join(', ')}`,
    }));
  const isSound = (name: string): boolean => faulty.every(({ property }) => property !== name);
  const complete = {
    ...environment,
    ISSUER: environment.ISSUER || defaultIssuer(environment, isSound('PORT')),
    ADMIN_CLIENT_SECRET: environment.ADMIN_CLIENT_SECRET || defaultSecret(environment),
  };
  const broken = ENVIRONMENT_RULES.filter(({ names }) => names.every(isSound)).map(({ mistake }) => mistake(complete));
  const mistakes = [...faulty.map(({ mistake }) => mistake), ...broken.filter((mistake) => mistake !== undefined)];
  if (mistakes.length > 0) throw misconfigured(mistakes);
  return Object.freeze(complete);
};

/** The values of one section. A value that cannot be read becomes one that class-validator refuses. */
const readSection = (section: new () => object, texts: Texts): object =>
  plainToInstance(section, Object.fromEntries(variablesOf(section).map(({ name }) => [name, texts[name]?.trim()])));

const defaultIssuer = ({ TLS_CERT, PORT }: Environment, isPortSound: boolean): string =>
  `${TLS_CERT === '' ? 'http' : 'https'}://localhost${isPortSound ? `:${PORT}` : ''}`;

const defaultSecret = ({ NODE_ENV }: Environment): string => (NODE_ENV === 'production' ? '' : DEVELOPMENT_SECRET);

/**
 * The environment of this process. The `.env` file of the working directory sets the variables that the process does
 * not have. `process.env` does not change, so that a worker that is forked later reads the file again. Throws
 * {@link StartFailure}.
 */
export const processEnvironment = (): Environment => readEnvironment({ ...envFile(), ...process.env });

/** The text of one variable of this process, or of the `.env` file; it need not be one of the server. */
export const textOfProcess = (name: string): string | undefined => process.env[name] ?? envFile()[name];

/** The text of a variable, and where it comes from. */
export interface Setting {
  readonly name: string;
  /** `(secret)` for a variable that is never printed. */
  readonly value: string;
  readonly source: 'environment' | '.env' | 'default';
}

/** The texts of all variables of this process, in the order of `.env.example`. */
export const settingsOfProcess = (): Setting[] => {
  const file = envFile();
  return SECTIONS.flatMap(variablesOf).map((variable) => {
    const { name, secret } = variable;
    const [own, inFile] = [process.env[name]?.trim(), file[name]?.trim()];
    const source = own ? 'environment' : inFile && own === undefined ? '.env' : 'default';
    const shown = source === 'environment' ? own : source === '.env' ? inFile : shownDefault(variable);
    return { name, value: secret && shown !== '' ? '(secret)' : (shown ?? ''), source };
  });
};

/** A line for each name that is set for this process and is not a variable of the server. */
export const unknownVariablesOfProcess = (): string[] => unknownVariables(envFile(), process.env);

const envFile = (): Texts => (existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {});

const misconfigured = (mistakes: readonly string[]): StartFailure =>
  new StartFailure(['The configuration is wrong:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
