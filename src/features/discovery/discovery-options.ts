/** The endpoints of other servers that share the issuer, by their names in the metadata (RFC 8414 section 2). */
export interface ExternalEndpoints {
  readonly authorization_endpoint?: string | undefined;
  readonly userinfo_endpoint?: string | undefined;
  readonly end_session_endpoint?: string | undefined;
  readonly pushed_authorization_request_endpoint?: string | undefined;
  readonly device_authorization_endpoint?: string | undefined;
  readonly backchannel_authentication_endpoint?: string | undefined;
  readonly token_endpoint?: string | undefined;
  readonly jwks_uri?: string | undefined;
  readonly introspection_endpoint?: string | undefined;
  readonly revocation_endpoint?: string | undefined;
}

/** What the operator configures of the metadata that this server publishes. */
export abstract class DiscoveryOptions {
  abstract readonly external: ExternalEndpoints;
  /** The grants that clients may register. */
  abstract readonly grantTypes: readonly string[];
  /** Whether people sign in here. */
  abstract readonly hasSignIn: boolean;
  /** The authentication contexts that requests of people may ask for. */
  abstract readonly acrValues: readonly string[];
  /** Whether client id metadata documents identify clients of people. */
  abstract readonly acceptsClientDocuments: boolean;
  /** Whether all authorization requests of clients of people must be pushed. */
  abstract readonly requiresPushed: boolean;
  /** Whether signed request objects are accepted from them by value. */
  abstract readonly acceptsRequestObjects: boolean;
  /** Whether the metadata name the registration endpoint. */
  abstract readonly namesRegistration: boolean;
  /** `claims_supported`. */
  abstract readonly claims: readonly string[];
  /** Whether certificates of clients reach this server. */
  abstract readonly seesCertificates: boolean;
  /** Further members, published unchanged. */
  abstract readonly extra: Readonly<Record<string, unknown>>;
}
