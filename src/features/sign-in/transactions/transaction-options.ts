/** What the operator configures of authorizations. */
export abstract class TransactionOptions {
  /** How long refresh tokens last at most, in seconds. */
  abstract readonly refreshSeconds: number;
}
