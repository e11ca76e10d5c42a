import { distance } from 'fastest-levenshtein';

/** Longer texts are not compared: they are hardly misspelt names, and comparing them takes long. */
const LONGEST_NAME = 100;
/** The most letters that may be wrong, missing or added: one in four, two at most. */
const MOST_SLIPS = 2;
const LETTERS_PER_SLIP = 4;

/** The known name that was probably meant by a text: `client_secret_basics` for `client_secret_basic`. */
export const nearestName = (text: unknown, known: readonly string[]): string | undefined => {
  if (typeof text !== 'string' || text === '' || text.length > LONGEST_NAME) return undefined;
  const slips = Math.min(MOST_SLIPS, Math.floor(text.length / LETTERS_PER_SLIP));
  const lowered = text.trim().toLowerCase();
  const [nearest] = known
    .filter((name) => Math.abs(name.length - lowered.length) <= slips)
    .map((name) => ({ name, slips: distance(lowered, name.toLowerCase()) }))
    .filter((candidate) => candidate.slips <= slips)
    .sort((one, other) => one.slips - other.slips);
  return nearest?.name;
};

/** A remedy that begins with the name that was probably meant, if one is similar. */
export const didYouMean = (text: unknown, known: readonly string[], otherwise: string): string => {
  const name = nearestName(text, known);
  return name === undefined ? otherwise : `did you mean ${name}? otherwise ${otherwise}`;
};
