/** A security scheme for access tokens of one scope. */
interface AccessTokenScheme {
  readonly scope: string;
  /** What the scope allows, for people. */
  readonly allows: string;
}

/**
 * The security schemes of the protected resources of this server, by name. The document has a second one for each,
 * `NAMEWithProof`, for tokens that are bound to a key (RFC 9449).
 */
export const ACCESS_TOKEN_SCHEMES = {
  registrar: { scope: 'register', allows: 'Register clients.' },
  administrator: { scope: 'register:admin', allows: 'Administer the server.' },
  administratorReading: { scope: 'register:admin:read', allows: 'Read what an administrator reads.' },
} as const satisfies Record<string, AccessTokenScheme>;

export type AccessTokenSchemeName = keyof typeof ACCESS_TOKEN_SCHEMES;
