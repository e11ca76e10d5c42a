/** What the operator decides about consent. */
export abstract class ConsentOptions {
  /** Whether there is sign-in. */
  abstract readonly isOn: boolean;
  /** For which clients it is remembered: `CONSENT_MEMORY`. */
  abstract readonly memory: 'never' | 'trusted' | 'https';
}
