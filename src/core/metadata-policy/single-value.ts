import { isEqual, isList, type Json } from './json';
import { Misuse } from './operator';
import { isOfWords, wordsOf } from './words';

/** Reads the value that a member is to have; that of a member of words as the list of these. */
export const readValue = (value: Json, member: string): Json | Misuse => {
  if (!isOfWords(member) || value === null) return value;
  const words = wordsOf(value);
  return isList(words) && words.every((word) => typeof word === 'string')
    ? Object.freeze(words.flatMap((word) => wordsOf(word) as string[]))
    : new Misuse('must be words with spaces between them', 'write a text or a list of texts');
};

/** Two policies may give a member the same value only. */
export const mergeEqual = (superior: Json, subordinate: Json): Json | Misuse =>
  isEqual(superior, subordinate)
    ? superior
    : new Misuse('must be equal in both policies', 'write the same value, or leave it out of one of them');
