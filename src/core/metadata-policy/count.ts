import type { Json } from './json';
import { Misuse } from './operator';

/** Reads how many there may be at most. */
export const readCount = (value: Json): number | Misuse =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : new Misuse('must be a whole number, 0 or more', 'write a number without quotes');
