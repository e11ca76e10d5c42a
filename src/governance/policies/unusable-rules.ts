import type { RuleValues } from '../../core/policy-document/policy-rules';
import type { Contradiction } from './contradictions';
import type { PolicyOptions } from './policy-options';

/** The rules of a policy that need a variable which is not set. */
export const unusableRules = (
  { decision_url }: RuleValues,
  { canAskForDecisions }: Pick<PolicyOptions, 'canAskForDecisions'>,
): readonly Contradiction[] =>
  decision_url === undefined || canAskForDecisions
    ? []
    : [
        {
          path: ['decision_url'],
          rule: 'must not be there without DECISION_SECRETS, which sign the requests',
          remedy: 'set it, as docs/GOVERNANCE.md describes',
        },
      ];
