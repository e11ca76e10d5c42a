import { always, Misuse, type OperatorDefinition, refuse } from '../operator';

/** `essential` (OpenID Federation 1.0 section 6.1.3.1.7): the member has to be present. */
export const essentialOperator: OperatorDefinition<boolean> = {
  name: 'essential',
  read: (value) => (typeof value === 'boolean' ? value : new Misuse('must be true or false', 'write true or false')),
  merge: (superior, subordinate) => superior || subordinate,
  combinations: (own) => ({
    value: (other) => (own && other === null ? 'must not be true if value is null' : undefined),
    anyOther: always,
  }),
  compile: (isEssential) => (value) =>
    isEssential && value === undefined ? refuse('must be present', 'send it') : value,
};
