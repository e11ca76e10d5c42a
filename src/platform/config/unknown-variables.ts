import { nearestName } from '../../core/validation/did-you-mean';
import { Environment } from './environment';
import { variablesOf } from './variable';

/** Variables by name, as they are set. */
export type Texts = Readonly<Record<string, string | undefined>>;

/**
 * What is set and changes nothing, as it is no variable of this server, with the one that may be meant: every such name
 * of a `.env` file, which is written for this server, and of the environment, which is not, those that resemble one.
 */
export const unknownVariables = (envFile: Texts, environment: Texts): string[] => {
  const known = variablesOf(Environment).map(({ name }) => name);
  const isSet = (name: string): boolean => (environment[name] ?? envFile[name] ?? '').trim() !== '';
  const names = [...new Set([...Object.keys(envFile), ...Object.keys(environment)])];
  return names
    .filter((name) => isSet(name) && !known.includes(name))
    .flatMap((name) => {
      const meant = nearestName(name.replaceAll('-', '_'), known);
      if (meant) return [`${name} is no variable of this server and changes nothing; ${meant} is meant perhaps`];
      return name in envFile ? [`${name} in .env is no variable of this server and changes nothing`] : [];
    });
};
