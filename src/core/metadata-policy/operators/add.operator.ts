import { isList } from '../json';
import { type JsonList, noList, readList } from '../operands';
import { missingIn, union } from '../lists';
import type { OperatorDefinition } from '../operator';

/** `add` (OpenID Federation 1.0 section 6.1.3.1.2): these values are added to the member. */
export const addOperator: OperatorDefinition<JsonList> = {
  name: 'add',
  read: readList,
  merge: union,
  // Combined with null, each application would remove the list and add it again.
  combinations: (own) => ({
    value: (other) =>
      isList(other) && missingIn(other, own).length === 0 ? undefined : 'must be a subset of the list of value',
  }),
  compile: (added) => (value) => {
    if (value === undefined) return added;
    if (!isList(value)) return noList();
    const missing = missingIn(value, added);
    return missing.length === 0 ? value : [...value, ...missing];
  },
};
