/** The values that members of client metadata may take, as far as the code supports them. */

/** RFC 7591 section 2, OpenID Core 1.0 section 9, RFC 8705 section 2: all that are registered. */
export const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/**
 * The grants with a name of their own (RFC 6749 section 4, RFC 7591 section 2); every other grant is named by an
 * absolute URI. `password` is never among them (RFC 9700 section 2.4).
 */
export const NAMED_GRANTS = ['client_credentials', 'authorization_code', 'refresh_token', 'implicit'] as const;

/** Whether a client can begin with this grant; a refresh token comes of another one. */
export const beginsAlone = (grant: string): boolean => grant !== 'refresh_token';

/** A name of {@link NAMED_GRANTS} or an absolute URI. Which of them clients may register is the operator's choice. */
export type GrantType = string;

/** Each written in one order and compared as a set (OAuth 2.0 Multiple Response Types section 3). */
export const RESPONSE_TYPES = [
  'code',
  'token',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const;

export const SUBJECT_TYPES = ['public', 'pairwise'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

export const APPLICATION_TYPES = ['web', 'native'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

/** Asymmetric signature algorithms (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2). */
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
export type SigningAlg = (typeof SIGNING_ALGS)[number];

/** Signatures with a key pair, or with the client secret (OpenID Core 1.0 sections 9 and 10.1). */
export const ASSERTION_ALGS = [...SIGNING_ALGS, 'HS256', 'HS384', 'HS512'] as const;
export type AssertionAlg = (typeof ASSERTION_ALGS)[number];

/** What a client may sign its request objects with (RFC 9101 section 5.2, OpenID Core 1.0 section 6.1). */
export const REQUEST_OBJECT_ALGS = [...ASSERTION_ALGS, 'none'] as const;
export type RequestObjectAlg = (typeof REQUEST_OBJECT_ALGS)[number];

/** All of them together. */
export const ALL_SIGNING_ALGS = [...ASSERTION_ALGS, 'none'] as const;
export type AnySigningAlg = (typeof ALL_SIGNING_ALGS)[number];

/** The algorithm of a signing key of this server; each key serves one algorithm (RFC 8725 section 3.1). */
export type AccessTokenAlg = SigningAlg;

/** Key management algorithms (RFC 7518 section 4.1) that this server encrypts with. */
export const OWN_ENCRYPTION_ALGS = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
] as const;
export type OwnEncryptionAlg = (typeof OWN_ENCRYPTION_ALGS)[number];

/** The same with RSA1_5, which others may still use and this server never does (RFC 8725 section 3.2). */
export const ENCRYPTION_ALGS = ['RSA1_5', ...OWN_ENCRYPTION_ALGS] as const;
export type EncryptionAlg = (typeof ENCRYPTION_ALGS)[number];

/** Key management by a key that is derived from the client secret (RFC 7518 section 4.1, OpenID Core 1.0 section 10.2). */
const SYMMETRIC_ENCRYPTION_ALGS = ['dir', 'A128KW', 'A192KW', 'A256KW', 'A128GCMKW', 'A192GCMKW', 'A256GCMKW'] as const;

/** What a client may register for what others encrypt: with a key of the client, or with its secret. */
export const ALL_ENCRYPTION_ALGS = [...ENCRYPTION_ALGS, ...SYMMETRIC_ENCRYPTION_ALGS] as const;
export type AnyEncryptionAlg = (typeof ALL_ENCRYPTION_ALGS)[number];

/** Content encryption algorithms (RFC 7518 section 5.1). */
export const ENCRYPTION_ENCS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;
export type EncryptionEnc = (typeof ENCRYPTION_ENCS)[number];

/** How the client learns the outcome of a backchannel request (OpenID CIBA 1.0 section 5). */
export const DELIVERY_MODES = ['poll', 'ping', 'push'] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/** How a relying party becomes known in a federation (OpenID Federation 1.0 section 5.1.2). */
export const REGISTRATION_TYPES = ['automatic', 'explicit'] as const;
export type RegistrationType = (typeof REGISTRATION_TYPES)[number];
