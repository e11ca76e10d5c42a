import { distance } from 'fastest-levenshtein';

/** The known word that was probably meant: at most half of its letters differ, and at most three. */
export const similarWord = (word: string, known: readonly string[]): string | undefined => {
  const [nearest] = known
    .map((name) => ({ name, slips: distance(word.slice(0, 100), name) }))
    .filter(({ name, slips }) => slips <= Math.min(3, name.length / 2))
    .sort((one, other) => one.slips - other.slips);
  return nearest?.name;
};
