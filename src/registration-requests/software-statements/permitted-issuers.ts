import { unapprovedSoftwareStatement } from '../../core/errors/refusals';
import { named } from '../../core/metadata-policy/lists';
import type { RegistrationPolicy } from '../../governance/policies/registration-policy';
import type { VerifiedStatement } from './software-statements.service';

/**
 * Throws `InvalidRegistration` for a software statement of an issuer that `software_statement_issuers` of the policy does
 * not name. A request without a statement passes: `REQUIRE_SOFTWARE_STATEMENT`, or `essential` for `software_statement`,
 * requires one.
 */
export const requirePermittedIssuer = (
  statement: VerifiedStatement | undefined,
  policy: RegistrationPolicy | undefined,
): void => {
  const issuers = policy?.rules.software_statement_issuers;
  if (!statement || !policy || !issuers || issuers.includes(statement.by.issuer)) return;
  const by = `by software_statement_issuers of policy ${policy.policiesWith('software_statement_issuers')}`;
  throw issuers.length > 0
    ? unapprovedSoftwareStatement(
        `must be of one of the issuers ${named(issuers)}, ${by}`,
        'use a statement of one of these',
      )
    : unapprovedSoftwareStatement(`must not be sent, ${by}`, 'leave it out');
};
