import { isList, JsonSet } from '../json';
import { type JsonList, listOf, noList, readList } from '../operands';
import { intersection, missingIn } from '../lists';
import { always, type OperatorDefinition } from '../operator';

/**
 * `subset_of` (OpenID Federation 1.0 section 6.1.3.1.5): values of the member that are not in this list are dropped. If
 * none is left, the member is an empty list, and `essential` counts it as present.
 */
export const subsetOfOperator: OperatorDefinition<JsonList> = {
  name: 'subset_of',
  read: readList,
  merge: intersection,
  combinations: (own) => ({
    value: (other) =>
      (other === null || isList(other)) && missingIn(own, listOf(other)).length === 0
        ? undefined
        : 'must be a superset of the list of value',
    add: (other) => (missingIn(own, listOf(other)).length === 0 ? undefined : 'must be a superset of add'),
    default: always,
  }),
  compile: (permitted) => {
    const known = new JsonSet(permitted);
    const isKnown = (item: unknown): boolean => known.has(item);
    return (value) => {
      if (value === undefined) return value;
      if (!isList(value)) return noList();
      return value.every(isKnown) ? value : value.filter(isKnown);
    };
  },
};
