import { compilePolicy } from '../../core/metadata-policy/compile-policy';
import { InvalidMetadata, InvalidPolicy, type PolicyFault } from '../../core/metadata-policy/faults';
import { mergePolicies } from '../../core/metadata-policy/merge-policies';
import { mergeRules, type PolicyRules } from '../../core/policy-document/policy-rules';
import { type MetadataPolicy, policiesOf, type Rule } from '../../core/metadata-policy/policy';

/** A rule of a policy that no client could follow. */
export type Contradiction = Pick<PolicyFault, 'path' | 'rule' | 'remedy'>;

/** A policy that holds together with others, and how faults name it. */
export interface PolicyToMerge {
  readonly name: string;
  readonly policy: MetadataPolicy;
  readonly rules: Pick<PolicyRules, 'software_statement_issuers'>;
}

/** A contradiction in one line. */
export const sentenceOf = ({ path, rule, remedy }: Contradiction): string => `${path.join('.')} ${rule}; ${remedy}`;

/**
 * The rules by which a policy, merged into that of the environment, refuses every client: operators that cannot be merged,
 * lists without a common value, and values of the policy that it refuses itself. Issuers of software statements without a
 * common one refuse every statement.
 */
export const contradictionsOf = (environment: PolicyToMerge, policy: PolicyToMerge): readonly Contradiction[] => [
  ...contradictionsOfMetadata(environment.policy, policy.policy),
  ...noCommonIssuer([environment, policy]),
];

const contradictionsOfMetadata = (environment: MetadataPolicy, policy: MetadataPolicy): readonly Contradiction[] => {
  const merged = mergePolicies(withoutRemoved(environment, policy), policy);
  if (merged instanceof InvalidPolicy) return merged.faults.map(namingBoth);
  return [...emptyLists(merged), ...refusedValues(merged)];
};

/**
 * The rules by which policies that hold together, the superior one first, refuse every client: those that keep them from
 * being merged, or else those of {@link contradictionsOf} of the merged policy.
 */
export const contradictionsAmong = (
  environment: PolicyToMerge,
  policies: readonly PolicyToMerge[],
): readonly Contradiction[] => {
  const merged = mergePolicies(...policies.map(({ policy }) => policy));
  return [
    ...(merged instanceof InvalidPolicy
      ? merged.faults.map(namingBoth)
      : contradictionsOfMetadata(environment.policy, merged)),
    ...noCommonIssuer([environment, ...policies]),
  ];
};

const noCommonIssuer = (all: readonly PolicyToMerge[]): readonly Contradiction[] => {
  const naming = all.filter(({ rules }) => rules.software_statement_issuers !== undefined);
  const { software_statement_issuers: common = [] } = mergeRules(...naming.map(({ rules }) => rules));
  if (naming.length < 2 || common.length > 0) return [];
  return [
    {
      path: ['software_statement_issuers'],
      rule: `must have an issuer in common (those of ${naming.map(({ name }) => name).join(', those of ')})`,
      remedy: 'name an issuer that the others name too',
    },
  ];
};

/** A member that the policy removes has no value that the environment could refuse. */
const withoutRemoved = (environment: MetadataPolicy, { rules }: MetadataPolicy): MetadataPolicy => {
  const isRemoved = (member: string): boolean =>
    rules.get(member)?.some(({ operator, value }) => operator.name === 'value' && value === null) === true;
  return { rules: new Map([...environment.rules].filter(([member]) => !isRemoved(member))) };
};

/** A fault of policies that are merged, whose rule names the two operators and their policies. */
export const namingBoth = ({ path, rule, remedy, between }: PolicyFault): Contradiction => {
  const sides = between?.map(({ operator, policies }) => `${operator} of ${policies.join(' and ')}`);
  return { path, rule: sides ? `${rule} (${sides.join(', ')})` : rule, remedy };
};

const emptyLists = ({ rules }: MetadataPolicy): readonly Contradiction[] =>
  [...rules].flatMap(([member, own]) =>
    own.filter(isEmptied).map((rule) => ({
      path: ['metadata_policy', member, 'subset_of'],
      rule: `must have a value in common (subset_of of ${policiesOf(rule).join(', subset_of of ')})`,
      remedy: 'name a value that the other names too',
    })),
  );

const isEmptied = ({ operator, value, sources }: Rule): boolean =>
  operator.name === 'subset_of' && isEmptyList(value) && !sources.some((source) => isEmptyList(source.value));

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** A client that sends nothing has the values of the policy alone; it may lack only what `essential` requires. */
const refusedValues = (merged: MetadataPolicy): readonly Contradiction[] => {
  const outcome = compilePolicy(merged).apply({});
  if (!(outcome instanceof InvalidMetadata)) return [];
  return outcome.violations
    .filter(({ operator }) => operator !== 'essential')
    .map(({ member, operator, rule, policies }) => ({
      path: ['metadata_policy', member, operator],
      rule: `must admit the value that the policy sets, which ${rule} (${operator} of ${policies.join(' and ')})`,
      remedy: 'change one of the two, or leave it out',
    }));
};
