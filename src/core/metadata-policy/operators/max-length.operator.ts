import { readCount } from '../operands';
import { textCheck } from '../text-check';

/** `max_length`, an operator of this server: a text, or each text of a list, has at most so many UTF-16 code units. */
export const maxLengthOperator = textCheck<number>({
  name: 'max_length',
  read: readCount,
  merge: Math.min,
  prepare: (most) => (text) => text.length <= most,
  ruleOf: (most) => `must be a text of ${most} characters at most`,
  remedy: 'shorten it',
});
