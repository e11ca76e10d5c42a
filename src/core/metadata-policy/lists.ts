import { type Json, JsonSet } from './json';

const MOST_NAMED = 10;

/** The values of a list, each once, in their order. */
export const distinct = (list: readonly Json[]): readonly Json[] => {
  const found = new JsonSet();
  return list.filter((item) => found.add(item));
};

/** The values of the first list, then those that only the second has. */
export const union = (first: readonly Json[], second: readonly Json[]): readonly Json[] =>
  distinct([...first, ...second]);

/** The values of the first list that the second has too. */
export const intersection = (first: readonly Json[], second: readonly Json[]): readonly Json[] => {
  const known = new JsonSet(second);
  return first.filter((item) => known.has(item));
};

/** The wanted values that a list does not have. */
export const missingIn = <Item>(list: readonly unknown[], wanted: readonly Item[]): readonly Item[] => {
  const present = new JsonSet(list);
  return wanted.filter((item) => !present.has(item));
};

/** Values as part of a sentence: the first ten, and the number of the others. */
export const named = (values: readonly unknown[]): string => {
  if (values.length === 0) return 'none';
  const names = values
    .slice(0, MOST_NAMED)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
  return values.length > MOST_NAMED ? `${names} and ${values.length - MOST_NAMED} more` : names;
};

/** A maximum as part of a sentence: `1 value`, `2 values`. */
export const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
