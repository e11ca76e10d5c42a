import { isString } from 'class-validator';
import { didYouMean } from '../../validation/did-you-mean';
import { items, rule } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';
import { SCOPE } from '../scope-tokens';
import { asText, listRules } from './text';

/** One of the values that the code supports; `PermittedChoice` compares it with what the operator permits. */
export const oneOf = <const Value extends string>(supported: readonly Value[]): Kind<Value> => ({
  rules: [rule('be a string', isString, { remedy: asText })],
  schema: { type: 'string', enum: [...supported] },
  supported,
});

/** Some of the values that the code supports. */
export const someOf = <const Value extends string>(supported: readonly Value[]): Kind<Value[]> => ({
  rules: [...listRules(supported.length * 2), rule('be a string', isString, { of: items, remedy: asText })],
  schema: { type: 'array', maxItems: supported.length * 2, items: { type: 'string', enum: [...supported] } },
  supported,
});

/** A list of sets of words. The code supports each set, with its words in any order. */
export const setsOf = (supported: readonly string[]): Kind<string[]> => {
  const inOrder = (set: string): string => set.split(' ').sort().join(' ');
  const known = new Set(supported.map(inOrder));
  const knows = (set: string): boolean => set.length < 100 && known.has(inOrder(set));
  return {
    rules: [
      ...listRules(supported.length * 6),
      rule('be a string', isString, { of: items, remedy: asText }),
      rule(`be one of ${supported.join(', ')}`, knows, {
        of: items,
        remedy: (set) => didYouMean(set, supported, 'use code'),
      }),
    ],
    schema: { type: 'array', maxItems: supported.length * 6, items: { type: 'string', examples: [...supported] } },
    knows,
  };
};

/** A list of values that only the operator defines, by the variable that `narrowedBy` of the row names. */
export const someListed = (): Kind<string[]> => ({
  rules: [...listRules(100), rule('be a string', isString, { of: items, remedy: asText })],
  schema: { type: 'array', maxItems: 100, items: { type: 'string' } },
});

/** `true` or `false`; the texts `"true"` and `"false"` are refused. */
export const flag = (): Kind<boolean> => ({
  rules: [rule('be a boolean', (value) => typeof value === 'boolean', { remedy: 'send true or false without quotes' })],
  schema: { type: 'boolean' },
});

/** A whole number of seconds, zero included. */
export const seconds = (): Kind<number> => ({
  rules: [
    rule('be a whole number of seconds, 0 or more', (value) => Number.isSafeInteger(value) && Number(value) >= 0, {
      remedy: 'send a number without quotes and fraction',
    }),
  ],
  schema: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
});

/** Scope tokens with single spaces between them (RFC 6749 section 3.3). */
export const scopes = (): Kind<string> => ({
  rules: [
    rule('be a string', isString, { remedy: 'send one text with spaces between the scopes' }),
    rule('be 4000 characters at most', (value: string) => value.length <= 4000, { remedy: 'ask for fewer scopes' }),
    rule('be scope tokens with single spaces between them', (value: string) => value === '' || SCOPE.test(value), {
      remedy: 'separate scopes by one space, and use printable ASCII without quotes and backslashes',
    }),
  ],
  schema: { type: 'string', maxLength: 4000, pattern: `^$|${SCOPE.source}` },
});
