import {
  MAC_ALGS,
  type MacAlg,
  PUBLIC_KEY_ENCRYPTION_ALGS,
  type PublicKeyEncryptionAlg,
  SECRET_ENCRYPTION_ALGS,
  type SecretEncryptionAlg,
  SIGNING_ALGS,
  type SigningAlg,
} from '../jose/algorithms';

/** The values that members of client metadata may take, as far as the code supports them. */

/** What an authentication method requires: of the client, and of the server. */
export interface AuthMethodNeeds {
  /**
   * `compared`: the client presents its secret. `key`: the client signs with the secret, so the server stores it sealed
   * and not only its hash.
   */
  readonly secret?: 'compared' | 'key';
  /** `trusted`: a certificate of an authority that the operator trusts. `any`: also a self-signed certificate. */
  readonly certificate?: 'trusted' | 'any';
  /** The client publishes `keys`, or `certificates` of its keys, by `jwks` or `jwks_uri`. */
  readonly publishes?: 'keys' | 'certificates';
}

/**
 * The methods of client authentication: RFC 7591 section 2, OpenID Core 1.0 section 9, RFC 8705 section 2. The class of
 * each is in a file of that name in `src/authentication/client/methods`. If a request fits several, the first counts.
 */
const METHODS = {
  client_secret_basic: { secret: 'compared' },
  client_secret_post: { secret: 'compared' },
  client_secret_jwt: { secret: 'key' },
  private_key_jwt: { publishes: 'keys' },
  tls_client_auth: { certificate: 'trusted' },
  self_signed_tls_client_auth: { certificate: 'any', publishes: 'certificates' },
  none: {},
} as const satisfies Record<string, AuthMethodNeeds>;
export type AuthMethod = keyof typeof METHODS;
export const AUTH_METHODS = Object.keys(METHODS) as readonly AuthMethod[];

/** What a client of this method needs. */
export const needsOf = (method: AuthMethod): AuthMethodNeeds => METHODS[method];

/**
 * The grants with a name of their own (RFC 6749 section 4, RFC 7591 section 2); every other grant is named by an
 * absolute URI. `password` is never among them (RFC 9700 section 2.4).
 */
export const NAMED_GRANTS = ['client_credentials', 'authorization_code', 'refresh_token', 'implicit'] as const;

/**
 * Whether a client can begin with this grant: all except `refresh_token`, because another grant issues the refresh
 * token.
 */
export const beginsAlone = (grant: string): boolean => grant !== 'refresh_token';

/** A name of {@link NAMED_GRANTS} or an absolute URI. Which of them clients may register is the operator's choice. */
export type GrantType = string;

/**
 * Response types, each in one order of its words; they are compared as sets (OAuth 2.0 Multiple Response Types section
 * 3).
 */
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

/** Signatures with a key pair, or with the client secret (OpenID Core 1.0 sections 9 and 10.1). */
export const ASSERTION_ALGS = [...SIGNING_ALGS, ...MAC_ALGS] as const;
export type AssertionAlg = SigningAlg | MacAlg;

/**
 * All signature algorithms, and `none`, which request objects may use (RFC 9101 section 5.2, OpenID Core 1.0 section
 * 6.1).
 */
export const ALL_SIGNING_ALGS = [...ASSERTION_ALGS, 'none'] as const;
export type AnySigningAlg = AssertionAlg | 'none';

/** Encryption with a public key. Other servers may still use RSA1_5, this one never does (RFC 8725 section 3.2). */
export const ENCRYPTION_ALGS = ['RSA1_5', ...PUBLIC_KEY_ENCRYPTION_ALGS] as const;
export type EncryptionAlg = 'RSA1_5' | PublicKeyEncryptionAlg;

/**
 * The algorithms that a client may register for JWTs of other servers: they encrypt with a key of the client, or with
 * its secret.
 */
export const ALL_ENCRYPTION_ALGS = [...ENCRYPTION_ALGS, ...SECRET_ENCRYPTION_ALGS] as const;
export type AnyEncryptionAlg = EncryptionAlg | SecretEncryptionAlg;

/** How the client learns the outcome of a backchannel request (OpenID CIBA 1.0 section 5). */
export const DELIVERY_MODES = ['poll', 'ping', 'push'] as const;

/** How a relying party registers in a federation (OpenID Federation 1.0 section 5.1.2). */
export const REGISTRATION_TYPES = ['automatic', 'explicit'] as const;
