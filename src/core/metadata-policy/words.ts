import { isList } from './json';

/**
 * The members whose value is a text of words with spaces between them. Operators regard them as lists of these words
 * (OpenID Federation 1.0 section 6.1.3.1.8).
 */
const MEMBERS_OF_WORDS: ReadonlySet<string> = new Set(['scope']);

export const isOfWords = (member: string): boolean => MEMBERS_OF_WORDS.has(member);

/** The words of a text; every other value as it is. */
export const wordsOf = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : value;

/** The text of a list of words; every other value as it is. */
export const textOf = (value: unknown): unknown => (isList(value) ? value.join(' ') : value);
