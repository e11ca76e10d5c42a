/** The client metadata that a provider sends when it registers. */
export interface McpMetadata {
  redirect_uris: string[];
  client_name?: string;
  application_type?: string;
  grant_types?: string[];
  response_types?: string[];
  token_endpoint_auth_method?: string;
  client_uri?: string;
  logo_uri?: string;
  policy_uri?: string;
  tos_uri?: string;
  scope?: string;
}

/** What an MCP client keeps of its registration. */
export interface KeptClient {
  client_id: string;
  client_secret?: string;
}

/** What it keeps of its tokens. */
export interface KeptTokens {
  access_token: string;
  token_type: string;
  refresh_token?: string;
}

/** What an editor with MCP implements to sign its user in: it keeps all in memory, and notes where it would send them. */
export class McpProvider {
  /** Where the user was sent to. */
  address: URL | undefined;
  /** What the library asked to be forgotten: `all`, `client`, `tokens`, `verifier`. */
  readonly forgotten: string[] = [];
  /** Every registration, by its identifier. */
  readonly registrations = new Map<string, KeptClient>();
  private kept: { client?: KeptClient; tokens?: KeptTokens; verifier?: string } = {};

  constructor(
    readonly clientMetadata: McpMetadata,
    tokens?: KeptTokens,
  ) {
    if (tokens) this.kept.tokens = tokens;
  }

  get redirectUrl(): string {
    return this.clientMetadata.redirect_uris.at(-1) ?? '';
  }

  clientInformation(): KeptClient | undefined {
    return this.kept.client;
  }

  saveClientInformation(client: KeptClient): void {
    this.registrations.set(client.client_id, client);
    this.kept.client = client;
  }

  isClientInformationDynamicallyRegistered(): boolean {
    return true;
  }

  tokens(): KeptTokens | undefined {
    return this.kept.tokens;
  }

  saveTokens(tokens: KeptTokens): void {
    this.kept.tokens = tokens;
  }

  redirectToAuthorization(address: URL): void {
    this.address = address;
  }

  saveCodeVerifier(verifier: string): void {
    this.kept.verifier = verifier;
  }

  codeVerifier(): string {
    return this.kept.verifier ?? '';
  }

  invalidateCredentials(scope: string): void {
    this.forgotten.push(scope);
    if (scope === 'all' || scope === 'client') delete this.kept.client;
    if (scope === 'all' || scope === 'tokens') delete this.kept.tokens;
  }
}
