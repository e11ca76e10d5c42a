import { isEqual, isList, isRecord, type Json } from './json';
import { distinct } from './lists';
import { Misuse, refuse, type Refusal } from './operator';
import { isOfWords, wordsOf } from './words';

/** The value of an operator that is a list: each value once. */
export type JsonList = readonly Json[];

/** The list of another operator; empty for null and for what is no list. */
export const listOf = (value: Json): JsonList => (isList(value) ? value : []);

/** What an operator of lists says to the value of a member that is none. */
export const noList = (): Refusal => refuse('must be a list', 'send a list');

const isComparable = (item: Json): boolean => ['string', 'number'].includes(typeof item) || isRecord(item);
const isWord = (item: Json): boolean => typeof item === 'string' && /^[^ ]+$/.test(item);

/** Reads a list of texts, numbers or objects; for a member of words, of single words. */
export const readList = (value: Json, member: string): JsonList | Misuse => {
  if (!isList(value)) return new Misuse('must be a list', 'write the value in brackets');
  if (!value.every(isComparable))
    return new Misuse('must have only texts, numbers or objects in its list', 'use value for true, false and null');
  if (isOfWords(member) && !value.every(isWord))
    return new Misuse('must have only single words in its list', 'write an item for each word');
  return distinct(value);
};

/** Reads a list of at least one text of a certain form, each once; anything else is the misuse. */
export const readTexts = (
  value: Json,
  isSound: (text: string) => boolean,
  misuse: Misuse,
): readonly string[] | Misuse => {
  const isEach = isList(value) && value.length > 0 && value.every((item) => typeof item === 'string' && isSound(item));
  return isEach ? [...new Set(value as readonly string[])] : misuse;
};

/** Reads how many there may be at most. */
export const readCount = (value: Json): number | Misuse =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : new Misuse('must be a whole number, 0 or more', 'write a number without quotes');

/** Reads the value that a member is to have; that of a member of words as the list of these. */
export const readValue = (value: Json, member: string): Json | Misuse => {
  if (!isOfWords(member) || value === null) return value;
  const words = wordsOf(value);
  return isList(words) && words.every((word) => typeof word === 'string')
    ? Object.freeze(words.flatMap((word) => wordsOf(word) as string[]))
    : new Misuse('must be words with spaces between them', 'write a text or a list of texts');
};

/** Merges the values that two policies give to a member: they have to be equal. */
export const mergeEqual = (superior: Json, subordinate: Json): Json | Misuse =>
  isEqual(superior, subordinate)
    ? superior
    : new Misuse('must be equal in both policies', 'write the same value, or leave it out of one of them');
