import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { InvalidPolicy } from '../metadata-policy/faults';
import { mergeRules, POLICY_RULES, type PolicyRules, readRules, rulesOf, type RuleValues } from './policy-rules';

const seconds = fc.integer({ min: 1, max: 3600 });
const VALUES: { readonly [Name in keyof RuleValues]-?: fc.Arbitrary<RuleValues[Name]> } = {
  require_approval: fc.boolean(),
  max_clients: fc.nat(9),
  rate_limit: fc.record({ registrations: seconds, seconds }),
  client_secret_lifetime: seconds,
  access_token_lifetime: seconds,
  refresh_token_lifetime: seconds,
  delete_unused_after_days: seconds,
  delete_idle_after_days: seconds,
  software_statement_issuers: fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }),
  decision_url: fc.constantFrom('https://a.example/', 'https://b.example/x?y'),
  reuse_equal_registrations: fc.boolean(),
};
const documents = fc.record(VALUES, { requiredKeys: [] }) as fc.Arbitrary<RuleValues>;
const rules = fc
  .tuple(documents, fc.constantFrom('x', 'y', 'z'))
  .map(([values, policy]): PolicyRules => rulesOf(values, policy));

/** What a rule admits is not more than what another one admits, rule by rule. */
const isAtLeastAsStrict = (one: PolicyRules, other: PolicyRules): boolean =>
  Object.entries(other).every(([name, value]) => {
    const own: unknown = one[name as keyof PolicyRules];
    if (typeof value === 'boolean') return own === true || !value;
    if (typeof value === 'number') return Number(own) <= value;
    const [mine, theirs] = [own, value] as [readonly unknown[], readonly unknown[]];
    return name === 'software_statement_issuers'
      ? mine.every((item) => theirs.includes(item))
      : theirs.every((item) => mine.includes(item));
  });

describe('the rules of a policy', () => {
  it('are read as they are written, and held with the name of the policy where several hold together', () => {
    fc.assert(
      fc.property(documents, (values) => {
        expect(readRules({ ...values, metadata_policy: {} })).toEqual(values);
        const { rate_limit, decision_url, ...others } = values;
        expect(rulesOf(values, 'p')).toEqual({
          ...others,
          ...(rate_limit && { rate_limit: [{ policy: 'p', value: rate_limit }] }),
          ...(decision_url && { decision_url: [{ policy: 'p', value: decision_url }] }),
        });
      }),
    );
  });

  it.each([
    [{ require_approval: 'true' }, 'must be true or false'],
    [{ max_clients: -1 }, 'must be a whole number from 0 to 2147483647'],
    [{ max_clients: 1.5 }, 'must be a whole number from 0 to 2147483647'],
    [{ max_clients: '1' }, 'must be a whole number from 0 to 2147483647'],
    [{ max_clients: null }, 'must be a whole number from 0 to 2147483647'],
    [{ rate_limit: 3 }, 'must be an object'],
    [{ client_secret_lifetime: 0 }, 'must be a whole number from 1 to 315360000'],
    [{ delete_unused_after_days: 36_501 }, 'must be a whole number from 1 to 36500'],
    [{ delete_idle_after_days: 0 }, 'must be a whole number from 1 to 36500'],
    [{ software_statement_issuers: [] }, 'must be a list of one or more issuers'],
    [{ software_statement_issuers: 'https://a.example' }, 'must be a list of one or more issuers'],
    [{ decision_url: 'http://a.example/' }, 'must be an https URL without user information and fragment'],
    [{ decision_url: 'https://a:b@a.example/' }, 'must be an https URL without user information and fragment'],
    [{ decision_url: 'https://a.example/#b' }, 'must be an https URL without user information and fragment'],
    [{ decision_url: ' https://a.example/' }, 'must be an https URL without user information and fragment'],
    [{ reuse_equal_registrations: 1 }, 'must be true or false'],
  ])('%j is a fault', (values, rule) => {
    const read = readRules(values);
    expect(read instanceof InvalidPolicy ? read.faults : []).toEqual([
      { path: Object.keys(values), rule, remedy: expect.stringMatching(/^write /) },
    ]);
  });

  it('merge in any grouping to the same rules', () => {
    fc.assert(
      fc.property(rules, rules, rules, (one, two, three) => {
        expect(mergeRules(mergeRules(one, two), three)).toEqual(mergeRules(one, mergeRules(two, three)));
        expect(mergeRules(one, {})).toEqual(one);
        expect(mergeRules({}, one)).toEqual(one);
      }),
    );
  });

  it('merge to rules that are never laxer than one of the parts', () => {
    fc.assert(
      fc.property(rules, rules, (one, two) => {
        const both = mergeRules(one, two);
        expect([isAtLeastAsStrict(both, one), isAtLeastAsStrict(both, two)]).toEqual([true, true]);
      }),
    );
  });

  it('are all described in docs/GOVERNANCE.md, in these words', () => {
    const guide = readFileSync(join(__dirname, '../../../docs/GOVERNANCE.md'), 'utf8').replace(/ +/g, ' ');
    for (const [name, { value, about }] of Object.entries(POLICY_RULES))
      expect(guide).toContain(`| \`${name}\` | ${value} | ${about} |`);
  });
});
