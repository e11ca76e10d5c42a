import { distance } from 'fastest-levenshtein';
import { Environment } from './environment';
import { variablesOf } from './variable';

/** Variables by name, as they are set. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** In so many characters one letter may be wrong, missing or too much, and the name still be meant. */
const CHARACTERS_PER_SLIP = 8;

/**
 * What is set and changes nothing, as it is no variable of this server, with the one that may be meant: every such name
 * of a `.env` file, which is written for this server, and of the environment, which is not, those that resemble one.
 */
export const strangersIn = (envFile: Texts, environment: Texts): string[] => {
  const known = variablesOf(Environment).map(({ name }) => name);
  const isSet = (name: string): boolean => (environment[name] ?? envFile[name] ?? '').trim() !== '';
  const names = [...new Set([...Object.keys(envFile), ...Object.keys(environment)])];
  return names
    .filter((name) => isSet(name) && !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, known);
      if (meant) return [`${name} is no variable of this server and changes nothing; ${meant} is meant perhaps`];
      return name in envFile ? [`${name} in .env is no variable of this server and changes nothing`] : [];
    });
};

const nearest = (name: string, known: readonly string[]): string | undefined => {
  const written = name.toUpperCase().replaceAll('-', '_');
  const slips = 1 + Math.floor(name.length / CHARACTERS_PER_SLIP);
  const byDistance = known.map((one) => ({ one, slips: distance(written, one) })).filter((near) => near.slips <= slips);
  return byDistance.sort((left, right) => left.slips - right.slips)[0]?.one;
};
