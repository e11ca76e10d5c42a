import { InvalidPolicy, type PolicyFault } from './faults';
import { Misuse } from './operator';
import { EMPTY_POLICY, inOrder, type MetadataPolicy, type Rule } from './policy';
import { conflict, conflictsOf } from './conflicts';

/**
 * Merges policies, the most superior one first (OpenID Federation 1.0 section 6.1.4.1). Gives the merged policy, or an
 * `InvalidPolicy` with all pairs of operators that contradict each other, and the policies that contain them.
 *
 * The metadata that a merged policy gives are admitted and left unchanged by each of the policies alone. Merging is
 * associative.
 */
export const mergePolicies = (...policies: readonly MetadataPolicy[]): MetadataPolicy | InvalidPolicy => {
  let merged = EMPTY_POLICY;
  for (const policy of policies) {
    const next = mergeTwo(merged, policy);
    if (next instanceof InvalidPolicy) return next;
    merged = next;
  }
  return merged;
};

const mergeTwo = (superior: MetadataPolicy, subordinate: MetadataPolicy): MetadataPolicy | InvalidPolicy => {
  const rules = new Map(superior.rules);
  const faults: PolicyFault[] = [];
  for (const [member, own] of subordinate.rules) {
    const path = ['metadata_policy', member];
    const merged = mergeMember(path, rules.get(member) ?? [], own);
    rules.set(member, merged.rules);
    faults.push(...merged.faults);
  }
  return faults.length > 0 ? new InvalidPolicy(faults) : { rules };
};

const mergeMember = (
  path: readonly string[],
  superior: readonly Rule[],
  subordinate: readonly Rule[],
): { rules: readonly Rule[]; faults: readonly PolicyFault[] } => {
  const faults: PolicyFault[] = [];
  const rules = new Map(superior.map((rule) => [rule.operator, rule]));
  for (const rule of subordinate) {
    const above = rules.get(rule.operator);
    const merged = above ? mergeRules(path, above, rule) : rule;
    if ('operator' in merged) rules.set(rule.operator, merged);
    else faults.push(merged);
  }
  const all = inOrder([...rules.values()]);
  return { rules: all, faults: [...faults, ...conflictsOf(path, all)] };
};

const mergeRules = (path: readonly string[], superior: Rule, subordinate: Rule): Rule | PolicyFault => {
  const { operator } = superior;
  const value = operator.merge(superior.value, subordinate.value);
  return value instanceof Misuse
    ? conflict(path, subordinate, superior, value.rule, value.remedy)
    : { operator, value: Object.freeze(value), sources: [...superior.sources, ...subordinate.sources] };
};
