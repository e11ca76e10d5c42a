import { isList, isRecord, type Json } from './json';
import { distinct } from './lists';
import { Misuse, refuse, type Refusal } from './operator';
import { isOfWords } from './words';

/** The value of an operator that is a list: each value once. */
export type JsonList = readonly Json[];

/** The list of another operator; empty for null and for what is no list. */
export const listOf = (value: Json): JsonList => (isList(value) ? value : []);

const isComparable = (item: Json): boolean => ['string', 'number'].includes(typeof item) || isRecord(item);

/** Reads a list of texts, numbers or objects; for a member of words, of single words. */
export const readList = (value: Json, member: string): JsonList | Misuse => {
  if (!isList(value)) return new Misuse('must be a list', 'write the value in brackets');
  const list = value;
  if (!list.every(isComparable))
    return new Misuse('must have only texts, numbers or objects in its list', 'use value for true, false and null');
  if (isOfWords(member) && !list.every((item) => typeof item === 'string' && /^[^ ]+$/.test(item)))
    return new Misuse('must have only single words in its list', 'write an item for each word');
  return distinct(list);
};

/** As `readList`, for a list of which one value is needed. */
export const readChoice = (value: Json, member: string): JsonList | Misuse => {
  const list = readList(value, member);
  return isList(list) && list.length === 0
    ? new Misuse('must name at least one value', 'leave the operator out')
    : list;
};

/** What an operator of lists says to a value that is none. */
export const noList = (): Refusal => refuse('must be a list', 'send a list');
