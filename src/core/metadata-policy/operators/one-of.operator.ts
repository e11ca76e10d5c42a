import { isList, JsonSet } from '../json';
import { type JsonList, readList } from '../operands';
import { intersection, named } from '../lists';
import { always, Misuse, type OperatorDefinition, refuse } from '../operator';
import { isOfWords } from '../words';

/** `one_of` (OpenID Federation 1.0 section 6.1.3.1.4): the member, if present, has one of these values. */
export const oneOfOperator: OperatorDefinition<JsonList> = {
  name: 'one_of',
  read: (value, member) => {
    if (isOfWords(member)) return new Misuse('must not be used for a list of words', 'use subset_of');
    const list = readList(value, member);
    return isList(list) && list.length === 0
      ? new Misuse('must name at least one value', 'leave the operator out')
      : list;
  },
  merge: (superior, subordinate) => {
    const both = intersection(superior, subordinate);
    return both.length > 0 ? both : new Misuse('must have a value in common', 'name a value that the other names too');
  },
  combinations: (own) => ({
    value: (other) => (new JsonSet(own).has(other) ? undefined : 'must be a list with the value of value'),
    default: always,
  }),
  compile: (choices) => {
    const known = new JsonSet(choices);
    return (value) =>
      value === undefined || known.has(value) ? value : refuse(`must be one of ${named(choices)}`, 'use one of them');
  },
};
