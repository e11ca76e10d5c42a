import { isObject } from '../json/json';
import { isEqual, isList, type Json } from './json';
import { distinct } from './lists';
import { Misuse, refuse, type Refusal } from './operator';
import { isOfWords, wordsOf } from './words';

/** The value of an operator that is a list: each value once. */
export type JsonList = readonly Json[];

/** The value of another operator if it is a list, otherwise an empty list. */
export const listOf = (value: Json): JsonList => (isList(value) ? value : []);

/** The refusal of a value that is not a list. */
export const noList = (): Refusal => refuse('must be a list', 'send a list');

const isComparable = (item: Json): boolean => ['string', 'number'].includes(typeof item) || isObject(item);
const isWord = (item: Json): boolean => typeof item === 'string' && /^[^ ]+$/.test(item);

/** Reads a list of strings, numbers or objects. The list of a member of words has to contain single words. */
export const readList = (value: Json, member: string): JsonList | Misuse => {
  if (!isList(value)) return new Misuse('must be a list', 'write the value in brackets');
  if (!value.every(isComparable))
    return new Misuse('must be a list of strings, numbers or objects', 'use value for true, false and null');
  if (isOfWords(member) && !value.every(isWord))
    return new Misuse('must be a list of single words', 'write an item for each word');
  return distinct(value);
};

/** Reads a list of at least one string, each of a certain form, and removes duplicates. Gives the misuse otherwise. */
export const readStrings = (
  value: Json,
  isSound: (item: string) => boolean,
  misuse: Misuse,
): readonly string[] | Misuse => {
  const isEach = isList(value) && value.length > 0 && value.every((item) => typeof item === 'string' && isSound(item));
  return isEach ? [...new Set(value as readonly string[])] : misuse;
};

/** Reads a maximum. */
export const readCount = (value: Json): number | Misuse =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : new Misuse('must be a whole number, 0 or more', 'write a number without quotes');

/** Reads the value for a member. The value for a member of words becomes a list of words. */
export const readValue = (value: Json, member: string): Json | Misuse => {
  if (!isOfWords(member) || value === null) return value;
  const words = wordsOf(value);
  return isList(words) && words.every((word) => typeof word === 'string')
    ? Object.freeze(words.flatMap((word) => wordsOf(word) as string[]))
    : new Misuse('must be words with spaces between them', 'write a string or a list of strings');
};

/** Merges two values that have to be equal. */
export const mergeEqual = (superior: Json, subordinate: Json): Json | Misuse =>
  isEqual(superior, subordinate)
    ? superior
    : new Misuse('must be equal in both policies', 'write the same value, or leave it out of one of them');
