import { isEqual, type Json } from '../json';
import type { OperatorDefinition } from '../operator';
import { mergeEqual, readValue } from '../operands';

/** `value` (OpenID Federation 1.0 section 6.1.3.1.1): the member is set to this value; null removes it. */
export const valueOperator: OperatorDefinition<Json> = {
  name: 'value',
  read: readValue,
  merge: mergeEqual,
  combinations: () => ({}),
  compile: (wanted) => (value) => (isEqual(value, wanted) ? value : (wanted ?? undefined)),
};
