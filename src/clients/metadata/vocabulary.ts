/** The values that members of client metadata may take, as far as the code supports them. */

export const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

export const GRANT_TYPES = ['client_credentials', 'authorization_code', 'refresh_token', 'implicit'] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

/** Sets written in one order; `response-types.ts` compares them as sets (OAuth 2.0 Multiple Response Types section 3). */
export const RESPONSE_TYPES = [
  'code',
  'token',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const;

/** Signature algorithms of what an authorization server signs for a client (RFC 7518 section 3.1, RFC 9864). */
export const SIGNING_ALGS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** Signature algorithms for which this server holds keys. */
export const ACCESS_TOKEN_ALGS = ['RS256', 'ES256'] as const;
export type AccessTokenAlg = (typeof ACCESS_TOKEN_ALGS)[number];

/** Key management algorithms (RFC 7518 section 4.1). */
export const ENCRYPTION_ALGS = [
  'RSA1_5',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const;

/** Content encryption algorithms (RFC 7518 section 5.1). */
export const ENCRYPTION_ENCS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;
