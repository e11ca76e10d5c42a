import { LRUCache } from 'lru-cache';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { mergePolicies } from '../../core/metadata-policy/merge-policies';
import { documentOf } from '../../core/metadata-policy/policy';
import { mergeRules } from '../../core/policy-document/policy-rules';
import { referenceTo, RegistrationPolicy } from './registration-policy';

/** So many merged policies are kept, and all of them together take so many characters of JSON. */
const MOST_MERGED = 1000;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Merges policies that hold together, and keeps the results: a version never changes, so versions are merged once. */
export class MergedPolicies {
  private readonly merged = new LRUCache<string, RegistrationPolicy | InvalidPolicy>({
    max: MOST_MERGED,
    maxSize: MOST_CHARACTERS,
  });

  constructor(private readonly operator: OperatorPolicy) {}

  /** The merged policy, the superior one first, or an `InvalidPolicy` if these versions contradict each other. */
  of(policies: readonly RegistrationPolicy[]): RegistrationPolicy | InvalidPolicy {
    const key = policies.map(keyOf).join(' ');
    const known = this.merged.get(key);
    if (known) return known;
    const merged = this.merge(policies);
    const content = merged instanceof InvalidPolicy ? merged.faults : [documentOf(merged.policy), merged.rules];
    this.merged.set(key, merged, { size: JSON.stringify(content).length });
    return merged;
  }

  private merge(policies: readonly RegistrationPolicy[]): RegistrationPolicy | InvalidPolicy {
    const merged = mergePolicies(...policies.map(({ policy }) => policy));
    if (merged instanceof InvalidPolicy) return merged;
    return new RegistrationPolicy(
      policies.flatMap(({ admitting }) => admitting),
      merged,
      this.operator,
      mergeRules(...policies.map(({ rules }) => rules)),
      policies,
    );
  }
}

const keyOf = ({ admitting }: RegistrationPolicy): string => admitting.map(referenceTo).join(' ');
