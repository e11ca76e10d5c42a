import { operatorPolicy } from '../../clients/operator-policy';
import type { Environment } from '../../platform/config/environment';
import type { PolicyOptions } from './policy-options';

/** What the environment configures of policies. */
export const policyOptionsOf = (environment: Environment): PolicyOptions => ({
  file: environment.POLICY_FILE,
  isOpen: environment.REGISTRATION_MODE === 'open',
  open: environment.OPEN_REGISTRATION_POLICY,
  protected: environment.PROTECTED_REGISTRATION_POLICY,
  issuers: environment.SOFTWARE_STATEMENT_ISSUERS,
  canAskForDecisions: environment.DECISION_SECRETS.length > 0,
  operator: operatorPolicy(environment),
});
