import { isPolicyName } from '../../../core/policy-document/policy-name';
import type { VariableKind } from '../variable';
import { when } from './read-text';

/** The name of a metadata policy. */
export const policyName = (): VariableKind<string> => ({
  read: (value) => when(value, isPolicyName(value)),
  rule: 'the name of a policy, in lower case',
});
