import type { Json } from '../json';
import { named } from '../lists';
import { Misuse } from '../operator';
import { stringCheck } from '../string-check';
import { readStrings } from '../operands';
import { schemeOf } from '../uri';

const isScheme = (text: string): boolean => schemeOf(`${text}:`) === text;

const readSchemes = (value: Json): readonly string[] | Misuse =>
  readStrings(value, isScheme, new Misuse('must be a list of schemes in lower case', 'write [https]'));

/** `schemes`, an operator of this server: a URI, or each URI of a list, has one of these schemes. */
export const schemesOperator = stringCheck<readonly string[]>({
  name: 'schemes',
  read: readSchemes,
  merge: (superior, subordinate) => {
    const both = superior.filter((scheme) => new Set(subordinate).has(scheme));
    return both.length > 0
      ? both
      : new Misuse('must have a scheme in common', 'name a scheme that the other names too');
  },
  prepare: (schemes) => {
    const known = new Set<string | undefined>(schemes);
    return (uri) => known.has(schemeOf(uri));
  },
  ruleOf: (schemes) => `must have one of the schemes ${named(schemes)}`,
  remedy: 'use one of these schemes',
});
