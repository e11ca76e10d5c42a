import type { Resources } from '../platform/config/resources';
import type { Upstream } from '../platform/config/upstreams/upstream';

/** What the operator configures of sign-in. */
export abstract class SignInOptions {
  /** Whether people sign in here: whether an upstream is configured. */
  abstract readonly isOn: boolean;
  /** The identity providers where people sign in. */
  abstract readonly upstreams: readonly Upstream[];
  /** The absolute lifetime of a browser session, in seconds; 0: there are no sessions. */
  abstract readonly sessionSeconds: number;
  /** After how many seconds without use a session ends. */
  abstract readonly idleSeconds: number;
  /** The resources of the operator, some of which limit who may use them. */
  abstract readonly resources: Resources;
}
