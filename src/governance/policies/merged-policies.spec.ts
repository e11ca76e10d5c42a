import { aPolicy } from '../../../test/support/a-policy';
import { permitEverything } from '../../core/metadata/operator-policy';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import { MergedPolicies } from './merged-policies';
import { RegistrationPolicy } from './registration-policy';

const OPERATOR = permitEverything();

const version = (name: string, number: number, value = 'x'): RegistrationPolicy =>
  new RegistrationPolicy(
    [{ name, version: number }],
    aPolicy({ software_id: { value } }, `${name}@${number}`),
    OPERATOR,
  );

describe('merged policies', () => {
  it('are merged once for each combination of versions, contradictions too', () => {
    const merged = new MergedPolicies(OPERATOR);
    const [a1, a2, b1] = [version('a', 1), version('a', 2), version('b', 1)];
    const first = merged.of([a1, b1]);
    expect(first).toMatchObject({ admitting: [...a1.admitting, ...b1.admitting] });
    expect(merged.of([a1, b1])).toBe(first);
    expect(merged.of([a2, b1])).not.toBe(first);
    expect(merged.of([b1, a1])).not.toBe(first);
    const contradiction = merged.of([a1, version('b', 2, 'y')]);
    expect(contradiction).toBeInstanceOf(InvalidPolicy);
    expect(merged.of([a1, version('b', 2, 'y')])).toBe(contradiction);
  });

  it('have the rules of all of them, and say which policy has a rule', () => {
    const withRules = (name: string, rules: PolicyRules): RegistrationPolicy =>
      new RegistrationPolicy([{ name, version: 2 }], aPolicy({}, name), OPERATOR, rules);
    const both = new MergedPolicies(OPERATOR).of([
      withRules('a', { max_clients: 5, require_approval: false, software_statement_issuers: ['x', 'y'] }),
      withRules('b', { max_clients: 3, require_approval: true, software_statement_issuers: ['y', 'z'] }),
    ]);
    if (both instanceof InvalidPolicy) throw new Error('they contradict each other');
    expect(both.rules).toEqual({ max_clients: 3, require_approval: true, software_statement_issuers: ['y'] });
    expect(both.policiesWith('max_clients')).toBe('b@2');
    expect(both.policiesWith('software_statement_issuers')).toBe('a@2 and b@2');
  });

  it('are kept in bounded memory, whether they are many or large', () => {
    const merged = new MergedPolicies(OPERATOR);
    const a = version('a', 1);
    const first = merged.of([a, version('b', 0)]);
    for (let number = 1; number <= 1000; number += 1) merged.of([a, version('b', number)]);
    expect(merged.of([a, version('b', 0)])).not.toBe(first);
    const long = 'x'.repeat(1024 * 1024);
    const large = (number: number): unknown => merged.of([version('a', 2, long), version('b', number, long)]);
    const firstOfLarge = large(0);
    for (let number = 1; number <= 4; number += 1) large(number);
    expect(large(0)).not.toBe(firstOfLarge);
  });
});
