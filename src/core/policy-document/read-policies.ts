import { isObject } from '../json/json';
import { InvalidPolicy, type PolicyFault } from '../metadata-policy/faults';
import { parsePolicy } from '../metadata-policy/parse-policy';
import { type DocumentFault, InvalidDocument } from './document-faults';
import { misfitsOf } from './member-fit';
import type { NamedPolicy } from './named-policy';
import type { PolicyMembers } from './policy-members';
import { isPolicyName } from './policy-name';
import { readRules, RULE_NAMES } from './policy-rules';
import { unknownMembers } from './rule-kinds';
import { YamlSource } from './yaml-source';

/** The policies of a document, and the lines of their parts. */
export interface PolicyDocument {
  readonly policies: readonly NamedPolicy[];
  /** The fault of a part of the document: `path` begins with `policies` and the name of a policy. */
  faultAt(path: readonly string[], rule: string, remedy: string): DocumentFault;
}

/** What the caller knows of the policies. */
export interface ReadingOptions {
  readonly members: PolicyMembers;
  /** Whether the server gives a meaning of its own to a name. */
  readonly isReserved: (name: string) => boolean;
}

type Fault = Omit<DocumentFault, 'line'>;

const MEMBERS: readonly string[] = ['metadata_policy', 'metadata_policy_crit', ...RULE_NAMES];

/**
 * Reads a document of policies: YAML or JSON with one member `policies`, which has a policy for each name (OpenID
 * Federation 1.0 section 6.1.2, for one entity type). Gives the policies, or an `InvalidDocument` with all faults.
 */
export const readPolicies = (text: string, options: ReadingOptions): PolicyDocument | InvalidDocument => {
  const source = YamlSource.read(text);
  if (source instanceof InvalidDocument) return source;
  const faultAt = (path: readonly string[], rule: string, remedy: string): DocumentFault => ({
    line: source.lineOf(path),
    path,
    rule,
    remedy,
  });
  const { policies, faults } = policiesOf(source.value, options);
  const located = faults.map(({ path, rule, remedy }) => faultAt(path, rule, remedy));
  return located.length > 0
    ? new InvalidDocument(located.sort((one, other) => one.line - other.line))
    : { policies, faultAt };
};

interface Reading {
  readonly policies: readonly NamedPolicy[];
  readonly faults: readonly Fault[];
}

const policiesOf = (value: unknown, options: ReadingOptions): Reading => {
  if (!isObject(value)) return onlyFault([], 'must be an object', 'begin with policies:');
  const faults = unknownMembers([], value, ['policies']);
  const { policies } = value;
  if (!isObject(policies) || Object.keys(policies).length === 0)
    return {
      policies: [],
      faults: [...faults, fault(['policies'], 'must be an object', 'write an entry for each policy')],
    };
  const read = Object.entries(policies).map(([name, policy]) => readPolicy(name, policy, options));
  return {
    policies: read.flatMap((one) => one.policies),
    faults: [...faults, ...read.flatMap((one) => one.faults)],
  };
};

const readPolicy = (name: string, policy: unknown, { members, isReserved }: ReadingOptions): Reading => {
  const path = ['policies', name];
  if (!isPolicyName(name))
    return onlyFault(path, 'must be a name in lower case', 'use letters, digits, - and _, 64 at most, a letter first');
  if (isReserved(name)) return onlyFault(path, 'must not be a name of the server', 'use another name');
  if (!isObject(policy)) return onlyFault(path, 'must be an object', 'write metadata_policy: below it');
  const faults = unknownMembers(path, policy, MEMBERS);
  const { metadata_policy, metadata_policy_crit } = policy;
  const parsed = parsePolicy({
    name,
    ...(metadata_policy !== undefined && { metadata_policy }),
    ...(metadata_policy_crit !== undefined && { metadata_policy_crit }),
  });
  const rules = readRules(policy);
  const found = [
    ...(parsed instanceof InvalidPolicy ? parsed.faults : misfitsOf(parsed, members)),
    ...(rules instanceof InvalidPolicy ? rules.faults : []),
  ];
  return {
    policies:
      parsed instanceof InvalidPolicy || rules instanceof InvalidPolicy ? [] : [{ name, policy: parsed, rules }],
    faults: [...faults, ...found.map((one) => within(path, one))],
  };
};

const within = (above: readonly string[], { path, rule, remedy }: PolicyFault): Fault =>
  fault([...above, ...path], rule, remedy);

const fault = (path: readonly string[], rule: string, remedy: string): Fault => ({ path, rule, remedy });

const onlyFault = (path: readonly string[], rule: string, remedy: string): Reading => ({
  policies: [],
  faults: [fault(path, rule, remedy)],
});
