import type { OperatorPolicy } from '../../core/metadata/operator-policy';

/** What the operator configures of policies. */
export abstract class PolicyOptions {
  /** The path of the document; empty if there is none. */
  abstract readonly file: string;
  /** The name of the policy of registrations without a token. */
  abstract readonly open: string;
  /** The name of the policy of registrations with a token. */
  abstract readonly protected: string;
  /** What the lists of the environment permit. */
  abstract readonly operator: OperatorPolicy;
}
