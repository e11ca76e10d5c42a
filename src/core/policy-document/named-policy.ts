import { documentOf, type MetadataPolicy, type PolicyDocument } from '../metadata-policy/policy';
import type { RuleValues } from './policy-rules';

/** A policy of a document, by its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: MetadataPolicy;
  readonly rules: RuleValues;
}

/** A policy as a document has it: the metadata policy, and the rules beside it. */
export type WholePolicyDocument = PolicyDocument & RuleValues;

/** Writes a policy as a document, which `readPolicies` reads. */
export const wholeDocumentOf = ({ policy, rules }: Omit<NamedPolicy, 'name'>): WholePolicyDocument => ({
  ...documentOf(policy),
  ...rules,
});
