import { counted } from '../lists';
import { readCount } from '../operands';
import { stringCheck } from '../string-check';

/**
 * `max_length`, an operator of this server: a string, or each string of a list, has at most this many UTF-16 code
 * units.
 */
export const maxLengthOperator = stringCheck<number>({
  name: 'max_length',
  read: readCount,
  merge: Math.min,
  prepare: (most) => (string) => string.length <= most,
  ruleOf: (most) => `must be a string of ${counted(most, 'character')} at most`,
  remedy: 'shorten it',
});
