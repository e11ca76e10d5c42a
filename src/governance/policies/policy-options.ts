import type { OperatorPolicy } from '../../core/metadata/operator-policy';

/** An issuer of software statements, and the name of the policy that is attached to it. */
export interface StatementIssuer {
  readonly issuer: string;
  readonly policy?: string;
}

/** What the operator configures of policies. */
export abstract class PolicyOptions {
  /** The path of the document; empty if there is none. */
  abstract readonly file: string;
  /** Whether a registration needs no token. */
  abstract readonly isOpen: boolean;
  /** The name of the policy of registrations without a token. */
  abstract readonly open: string;
  /** The name of the policy of registrations with a token. */
  abstract readonly protected: string;
  /** The issuers of software statements that are trusted; some have a policy. */
  abstract readonly issuers: readonly StatementIssuer[];
  /** Whether there is a secret that signs the requests to `decision_url`. */
  abstract readonly canAskForDecisions: boolean;
  /** What the lists of the environment permit. */
  abstract readonly operator: OperatorPolicy;
}
