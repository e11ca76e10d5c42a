/** What the operator configures of the rotation of signing keys. */
export abstract class KeyRotationOptions {
  /** For how many days a key signs; 0 if keys are rotated by command only. */
  abstract readonly days: number;
}
