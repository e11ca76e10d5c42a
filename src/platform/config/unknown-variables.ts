import { nearestName } from '../../core/validation/did-you-mean';
import { SECTIONS } from './environment';
import { variablesOf } from './variable';

/** Variables by name, as they are set. */
export type Texts = Readonly<Record<string, string | undefined>>;

/**
 * A warning for each name that is set and is no variable of this server, with the variable that is probably meant. Every
 * name of a `.env` file is checked. Of the environment, which other programs share, only names that resemble a variable.
 */
export const unknownVariables = (envFile: Texts, environment: Texts): string[] => {
  const known = SECTIONS.flatMap(variablesOf).map(({ name }) => name);
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
