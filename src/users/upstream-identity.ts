/** A person, as an upstream authenticated one. Only upstream, issuer and subject identify the person. */
export interface UpstreamIdentity {
  /** The id of the upstream. */
  readonly upstream: string;
  /** The `iss` of its ID token. */
  readonly issuer: string;
  /** The value of the claim that the upstream identifies people by: `sub`, or the one that the operator chose. */
  readonly subject: string;
  /** All claims of the ID token and of UserInfo. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** When the person authenticated, in seconds since 1970, if that is known. */
  readonly auth_time?: number;
  /** The value of this server for the `acr` of the upstream, if the operator maps one. */
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** The session at the upstream (OpenID Back-Channel Logout 1.0 section 2.1). */
  readonly sid?: string;
}
