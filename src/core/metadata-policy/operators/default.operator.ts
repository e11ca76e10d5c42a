import { always, Misuse, type OperatorDefinition } from '../operator';
import type { Json } from '../json';
import { mergeEqual, readValue } from '../operands';

/** `default` (OpenID Federation 1.0 section 6.1.3.1.3): the member is set to this value if it is absent. */
export const defaultOperator: OperatorDefinition<Json> = {
  name: 'default',
  read: (value, member) =>
    value === null
      ? new Misuse('must not be null', 'leave it out, or use value to remove the member')
      : readValue(value, member),
  merge: mergeEqual,
  combinations: () => ({
    value: (other) => (other === null ? 'must not be combined with a value of null' : undefined),
    add: always,
  }),
  compile: (preset) => (value) => (value === undefined ? preset : value),
};
