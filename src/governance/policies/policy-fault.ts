import type { Fault } from '../../core/errors/registration-errors';
import { SENT_ROWS } from '../../core/metadata/metadata-table';
import type { Violation } from '../../core/metadata-policy/faults';
import { policiesOf, type Rule } from '../../core/metadata-policy/policy';

const CODES = new Map<string, Fault['error'] | undefined>(
  SENT_ROWS.map(({ name, rejectedWith }) => [name, rejectedWith]),
);

/** A violation as the caller reads it: the rule names the operator and the policy. */
export const faultOf = ({ member, place, rule, remedy, operator, policies }: Violation): Fault => ({
  error: CODES.get(member) ?? 'invalid_client_metadata',
  member: `${member}${place}`,
  rule: `${rule}, by ${operator} of policy ${policies.join(' and ')}`,
  remedy,
});

/** The refusal of a member by a rule of a policy. */
export const faultByRule = (member: string, rule: Rule, broken: string, remedy: string): Fault =>
  faultOf({ member, place: '', rule: broken, remedy, operator: rule.operator.name, policies: policiesOf(rule) });
