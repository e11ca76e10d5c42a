/** A request for a new client secret. */
export interface SecretRotation {
  /** For how many seconds the old secret stays valid. */
  readonly overlap: number;
}
