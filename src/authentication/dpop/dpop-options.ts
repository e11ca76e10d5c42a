/** What the operator configures of DPoP. */
export abstract class DpopOptions {
  /** Whether a proof must contain a nonce of this server (RFC 9449 section 8). */
  abstract readonly requiresNonce: boolean;
  /** How old a proof may be, in seconds. */
  abstract readonly proofLifetime: number;
}
