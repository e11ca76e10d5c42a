import { SENT_ROWS } from '../../core/metadata/metadata-table';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import { InvalidPolicy } from '../../core/metadata-policy/faults';
import { parsePolicy } from '../../core/metadata-policy/parse-policy';
import { DEFAULT_OPEN } from './policy-names';
import { RegistrationPolicy } from './registration-policy';

/**
 * The policy for registrations without a token, unless the operator names another one: no client obtains tokens for itself,
 * and a secret is issued only to a client that asks for a method that uses one. The table restricts redirect URIs to https,
 * loopback and the permitted private-use schemes, for all clients.
 */
export const defaultOpenPolicy = (operator: OperatorPolicy): RegistrationPolicy => {
  const grants = SENT_ROWS.filter(({ name }) => name === 'grant_types').flatMap((row) => operator.offers(row) ?? []);
  const policy = parsePolicy({
    name: DEFAULT_OPEN,
    metadata_policy: {
      grant_types: { subset_of: grants.filter((grant) => grant !== 'client_credentials') },
      ...(operator.permits('token_endpoint_auth_method', 'none') && {
        token_endpoint_auth_method: { default: 'none' },
      }),
    },
  });
  if (policy instanceof InvalidPolicy) throw new Error(`${DEFAULT_OPEN}: ${JSON.stringify(policy.faults)}`);
  return new RegistrationPolicy([{ name: DEFAULT_OPEN }], policy, operator);
};
