/** What the operator configures of client authentication. */
export abstract class ClientAuthenticationOptions {
  /** Whether an assertion may name the token endpoint as its audience, besides the issuer. */
  abstract readonly acceptsTokenEndpointAsAudience: boolean;
}
