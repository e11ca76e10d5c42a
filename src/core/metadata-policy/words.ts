import { isList } from './json';

/**
 * The members whose value is a string of words, separated by spaces. Operators process it as a list of these words (OpenID
 * Federation 1.0 section 6.1.3.1.8).
 */
const MEMBERS_OF_WORDS: ReadonlySet<string> = new Set(['scope']);

export const isOfWords = (member: string): boolean => MEMBERS_OF_WORDS.has(member);

/** The words of a string; any other value unchanged. */
export const wordsOf = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : value;

/** The string of a list of words; any other value unchanged. */
export const textOf = (value: unknown): unknown => (isList(value) ? value.join(' ') : value);
