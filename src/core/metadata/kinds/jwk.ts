/** A public key as RFC 7517 section 4 describes it. */
export type Jwk = { readonly kty: string } & Readonly<Record<string, unknown>>;

/** A JWK Set (RFC 7517 section 5). */
export interface JwkSet {
  readonly keys: readonly Jwk[];
}
