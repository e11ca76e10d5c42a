/** What the operator configures of requests that do not reach the server in the address. */
export abstract class PushedOptions {
  /** Whether signed request objects are accepted (RFC 9101). */
  abstract readonly acceptsObjects: boolean;
}
