/** What the operator configures of sign-in. */
export abstract class SignInOptions {
  /** Whether people sign in here: whether an upstream is configured. */
  abstract readonly isOn: boolean;
}
