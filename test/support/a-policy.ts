import { compilePolicy, type Metadata } from '../../src/core/metadata-policy/compile-policy';
import { InvalidMetadata, InvalidPolicy, type PolicyFault } from '../../src/core/metadata-policy/faults';
import { mergePolicies } from '../../src/core/metadata-policy/merge-policies';
import { parsePolicy } from '../../src/core/metadata-policy/parse-policy';
import { EMPTY_POLICY, type MetadataPolicy } from '../../src/core/metadata-policy/policy';

/** By member the operators of a policy. */
export type Members = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A policy that can be read. */
export const aPolicy = (metadata_policy: Members, name = 'a'): MetadataPolicy =>
  sound(parsePolicy({ name, metadata_policy }));

/** A policy that has to be sound. */
export const sound = (policy: MetadataPolicy | InvalidPolicy): MetadataPolicy => {
  expect(policy).not.toBeInstanceOf(InvalidPolicy);
  return policy instanceof InvalidPolicy ? EMPTY_POLICY : policy;
};

/** Policies named a, b and c, merged in this order. */
export const merged = (...policies: readonly Members[]): MetadataPolicy | InvalidPolicy =>
  mergePolicies(...policies.map((members, index) => aPolicy(members, 'abc'[index])));

/** The faults as sentences: `metadata_policy.scope.value must be ...; do ...`. */
export const faultsOf = (policy: unknown): readonly string[] =>
  policy instanceof InvalidPolicy ? policy.faults.map(sentence) : [];

const sentence = ({ path, rule, remedy, between }: PolicyFault): string => {
  const sides = between?.map(({ operator, policies }) => `${operator} of ${policies.join('+')}`).join(', ');
  return `${path.join('.')} ${rule}; ${remedy}${sides === undefined ? '' : ` [${sides}]`}`;
};

/** The metadata that a policy gives, or its violations as sentences: `grant_types[1] must ...; do ... (a)`. */
export const outcomeOf = (policy: MetadataPolicy, metadata: Metadata): unknown => {
  const result = compilePolicy(policy).apply(metadata);
  return result instanceof InvalidMetadata
    ? result.violations.map(
        ({ member, place, rule, remedy, policies }) => `${member}${place} ${rule}; ${remedy} (${policies.join()})`,
      )
    : result.metadata;
};

/** The outcome of operators for the member `m`, which is absent without a value. */
export const applied = (operators: Readonly<Record<string, unknown>>, value?: unknown): unknown =>
  outcomeOf(aPolicy({ m: operators }), value === undefined ? {} : { m: value });

/** The value that two policies give to an operator together, or their faults. */
export const mergedValue = (operator: string, superior: unknown, subordinate: unknown): unknown => {
  const policy = merged({ m: { [operator]: superior } }, { m: { [operator]: subordinate } });
  return policy instanceof InvalidPolicy ? faultsOf(policy) : policy.rules.get('m')?.[0]?.value;
};

/** The faults of a policy with these operators of one member. */
export const faultsIn = (operators: Readonly<Record<string, unknown>>, member = 'm'): readonly string[] =>
  faultsOf(parsePolicy({ name: 'a', metadata_policy: { [member]: operators } }));
