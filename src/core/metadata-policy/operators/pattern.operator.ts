import type * as Re2 from 're2js';
import type { Json } from '../json';
import { named } from '../lists';
import { Misuse } from '../operator';
import { stringCheck } from '../string-check';
import { readStrings } from '../operands';

/** Loaded for the first policy that has this operator. */
const re2 = (): typeof Re2 => require('re2js') as typeof Re2;

/** A match takes at most as many steps as the string has characters, times the instructions of the pattern. */
const LONGEST_PATTERN = 500;
const MOST_INSTRUCTIONS = 1000;
const LONGEST_STRING = 4096;

const isUsable = (pattern: string): boolean => {
  if (pattern.length > LONGEST_PATTERN) return false;
  const { RE2JS, RE2JSException } = re2();
  try {
    return RE2JS.compile(pattern).programSize() <= MOST_INSTRUCTIONS;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
};

const readPatterns = (value: Json): readonly string[] | Misuse =>
  readStrings(
    typeof value === 'string' ? [value] : value,
    isUsable,
    new Misuse(
      `must be a regular expression in the syntax of RE2, of ${LONGEST_PATTERN} characters at most`,
      'leave out lookaround, back references and high repetition counts',
    ),
  );

/**
 * `pattern`, an operator of this server: a string, or each string of a list, matches a regular expression as a whole, in
 * the syntax of RE2, which matches in linear time. Of a list of expressions, each has to match; merging two policies gives
 * such a list. A string of more than 4,096 characters does not pass.
 */
export const patternOperator = stringCheck<readonly string[]>({
  name: 'pattern',
  read: readPatterns,
  merge: (superior, subordinate) => [...new Set([...superior, ...subordinate])],
  prepare: (patterns) => {
    const { RE2JS } = re2();
    const expressions = patterns.map((pattern) => RE2JS.compile(pattern));
    return (string) =>
      string.length <= LONGEST_STRING && expressions.every((expression) => expression.testExact(string));
  },
  ruleOf: (patterns) => `must match ${named(patterns)}`,
  remedy: 'change it to match the pattern',
});
