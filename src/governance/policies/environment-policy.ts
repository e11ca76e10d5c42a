import { SENT_ROWS } from '../../core/metadata/metadata-table';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { parsePolicy } from '../../core/metadata-policy/parse-policy';
import type { PolicyToMerge } from './contradictions';
import type { PolicyOptions } from './policy-options';

/** The name of the policy of the environment in faults. */
const ENVIRONMENT = 'the environment';

/**
 * The lists of the environment, such as `GRANT_TYPES` and `SCOPES`, as the policy that every other one is merged into, and
 * the trusted issuers of software statements. The
 * table enforces them; this serves to find policies that contradict them. Scopes are left out if one is a pattern.
 */
export const environmentPolicy = ({
  operator,
  issuers,
}: Pick<PolicyOptions, 'operator' | 'issuers'>): PolicyToMerge => {
  const choices = SENT_ROWS.flatMap((row) => {
    const offered = operator.offers(row);
    if (!offered || offered.length === 0) return [];
    return [[row.name, { [row.is.schema['type'] === 'array' ? 'subset_of' : 'one_of']: offered }] as const];
  });
  const hasPattern = operator.scopes.some((scope) => scope.includes('*'));
  const scope = hasPattern ? {} : { scope: { subset_of: operator.scopes } };
  const policy = parsePolicy({ name: ENVIRONMENT, metadata_policy: { ...Object.fromEntries(choices), ...scope } });
  if (policy instanceof InvalidPolicy)
    throw new Error(`the lists of the environment: ${JSON.stringify(policy.faults)}`);
  return { name: ENVIRONMENT, policy, rules: { software_statement_issuers: issuers.map(({ issuer }) => issuer) } };
};
