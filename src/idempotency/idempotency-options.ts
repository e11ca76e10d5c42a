/** The operator's configuration of repeated registrations. */
export abstract class IdempotencyOptions {
  /** For how many seconds the response to a request with an `Idempotency-Key` is stored. */
  abstract readonly windowSeconds: number;
}
