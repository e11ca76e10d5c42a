import { isList, type Json } from './json';
import type { Misuse } from './operator';

/** Reads a list of at least one text of a certain form, each once; anything else is the misuse. */
export const readTexts = (
  value: Json,
  isSound: (text: string) => boolean,
  misuse: Misuse,
): readonly string[] | Misuse => {
  const isEach = isList(value) && value.length > 0 && value.every((item) => typeof item === 'string' && isSound(item));
  return isEach ? [...new Set(value as readonly string[])] : misuse;
};
