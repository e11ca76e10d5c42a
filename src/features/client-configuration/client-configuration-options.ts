/** What the operator configures of the client configuration endpoint. */
export abstract class ClientConfigurationOptions {
  /** Whether each update issues a new registration access token. */
  abstract readonly rotatesRegistrationTokens: boolean;
}
