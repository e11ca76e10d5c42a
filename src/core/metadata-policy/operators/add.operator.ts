import { isList } from '../json';
import { type JsonList, noList, readList } from '../operands';
import { missingIn, union } from '../lists';
import type { OperatorDefinition } from '../operator';

/** `add` (OpenID Federation 1.0 section 6.1.3.1.2): the member gets these values besides its own. */
export const addOperator: OperatorDefinition<JsonList> = {
  name: 'add',
  read: readList,
  merge: union,
  // Beside null the result depends on how often the policy is applied: null removes the list that add begins.
  agreements: (own) => ({
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
