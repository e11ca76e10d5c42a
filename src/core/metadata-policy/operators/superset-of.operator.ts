import { isList } from '../json';
import { type JsonList, listOf, noList, readList } from '../operands';
import { missingIn, named, union } from '../lists';
import { always, type OperatorDefinition, refuse } from '../operator';

/** `superset_of` (OpenID Federation 1.0 section 6.1.3.1.6): the member, if present, contains all of these values. */
export const supersetOfOperator: OperatorDefinition<JsonList> = {
  name: 'superset_of',
  read: readList,
  merge: union,
  combinations: (own) => ({
    value: (other) =>
      (other === null || isList(other)) && missingIn(listOf(other), own).length === 0
        ? undefined
        : 'must be a subset of the list of value',
    add: always,
    default: always,
    subset_of: (other) => (missingIn(listOf(other), own).length === 0 ? undefined : 'must be a subset of subset_of'),
  }),
  compile: (required) => (value) => {
    if (value === undefined) return value;
    if (!isList(value)) return noList();
    const missing = missingIn(value, required);
    return missing.length === 0 ? value : refuse(`must contain ${named(missing)}`, 'add the missing values');
  },
};
