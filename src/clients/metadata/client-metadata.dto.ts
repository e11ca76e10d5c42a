import { flag, type JwkSet, jwkSet, oneOf, redirectUris, scopes, seconds, someOf, text, texts } from './kinds';
import { Metadata } from './metadata-row';
import { isLoopback, isPrivateUse } from './redirect-uri';
import * as the from './vocabulary';

/**
 * The client metadata that a registration request may carry and its answer tells, in the order of the answer: one
 * property, one row. Rows marked `issued` are the server's own and never taken from a request.
 */
export class ClientMetadata {
  @Metadata('The identifier of the client (RFC 7591 section 3.2.1).', { is: text(), issued: true })
  client_id?: string;

  @Metadata('The secret of the client (RFC 7591 section 3.2.1).', { is: text(), issued: true })
  client_secret?: string;

  @Metadata('When the secret expires, in seconds since 1970; 0 is never (RFC 7591 section 3.2.1).', {
    is: seconds(),
    issued: true,
  })
  client_secret_expires_at?: number;

  @Metadata('The bearer token for registration_client_uri (RFC 7592 section 3).', { is: text(), issued: true })
  registration_access_token?: string;

  @Metadata('The grants that the client may use (RFC 7591 section 2).', {
    is: someOf(the.GRANT_TYPES),
    default: ['authorization_code'],
    advertisedAs: 'grant_types_supported',
  })
  grant_types!: the.GrantType[];

  @Metadata('Where the user agent may be sent back to (RFC 7591 section 2).', {
    is: redirectUris(),
    default: [],
    rejectedWith: 'invalid_redirect_uri',
  })
  redirect_uris!: string[];

  @Metadata('How the client authenticates at the token endpoint (RFC 7591 section 2).', {
    is: oneOf(the.AUTH_METHODS),
    default: 'client_secret_post',
    advertisedAs: 'token_endpoint_auth_methods_supported',
  })
  token_endpoint_auth_method!: the.AuthMethod;

  @Metadata('The response types that the client may use (RFC 7591 section 2).', { is: texts(), default: ['code'] })
  response_types!: string[];

  @Metadata('How to reach the people responsible for the client (RFC 7591 section 2).', { is: texts(), default: [] })
  contacts!: string[];

  @Metadata('When the registration was last changed, ISO 8601.', { is: text(), issued: true })
  update_datetime?: string;

  @Metadata('When the client was registered, ISO 8601.', { is: text(), issued: true })
  create_datetime?: string;

  @Metadata('When the client was registered, in seconds since 1970 (RFC 7591 section 3.2.1).', {
    is: seconds(),
    issued: true,
  })
  client_id_issued_at?: number;

  @Metadata('How long an access token of the client lives, in seconds.', { is: seconds(), issued: true })
  token_expiration_time_seconds?: number;

  @Metadata('How long a refresh token of the client lives, in seconds.', { is: seconds(), issued: true })
  refresh_token_expiration_time_seconds?: number;

  @Metadata('The scopes that the client may ask for (RFC 7591 section 2).', {
    is: scopes(),
    advertisedAs: 'scopes_supported',
  })
  scope?: string;

  @Metadata('The public keys of the client (RFC 7591 section 2).', { is: jwkSet(), default: { keys: [] } })
  jwks!: JwkSet;

  @Metadata('The algorithm that signs access tokens for the client.', {
    is: oneOf(the.ACCESS_TOKEN_ALGS),
    default: 'RS256',
  })
  token_signed_response_alg!: the.AccessTokenAlg;

  @Metadata('The algorithm that encrypts the key of access tokens for the client.', {
    is: oneOf(the.ENCRYPTION_ALGS),
    default: 'RSA1_5',
  })
  token_encrypted_response_alg!: string;

  @Metadata('The algorithm that encrypts access tokens for the client.', {
    is: oneOf(the.ENCRYPTION_ENCS),
    default: 'A128CBC-HS256',
  })
  token_encrypted_response_enc!: string;

  @Metadata('Where the user agent may be sent after logout (OpenID RP-Initiated Logout 1.0 section 3.1).', {
    is: redirectUris(),
    default: [],
  })
  post_logout_redirect_uris!: string[];

  @Metadata('The kind of access token that the client is given.', { is: text(), issued: true })
  preferred_token_profile?: string;

  @Metadata('Whether subject identifiers are public or pairwise (OpenID Registration 1.0 section 2).', {
    is: oneOf(['public']),
    default: 'public',
  })
  subject_type!: 'public';

  @Metadata('The algorithm that signs ID tokens for the client (OpenID Registration 1.0 section 2).', {
    is: oneOf(the.SIGNING_ALGS),
    default: 'RS256',
  })
  id_token_signed_response_alg!: string;

  @Metadata('Whether the client supports user codes (OpenID CIBA 1.0 section 4).', { is: flag(), default: false })
  backchannel_user_code_parameter!: boolean;

  @Metadata('Whether iss and sid accompany front-channel logout (OpenID Front-Channel Logout 1.0 section 2).', {
    is: flag(),
    default: false,
  })
  frontchannel_logout_session_required!: boolean;

  @Metadata('Whether a logout token needs a sid (OpenID Back-Channel Logout 1.0 section 2.2).', {
    is: flag(),
    default: false,
  })
  backchannel_logout_session_required!: boolean;

  @Metadata('Whether access tokens are bound to the certificate of the client (RFC 8705 section 3.4).', {
    is: flag(),
    default: false,
  })
  tls_client_certificate_bound_access_token!: boolean;

  @Metadata('What the client runs on (OpenID Registration 1.0 section 2).', {
    is: oneOf(['web', 'native']),
    default: ({ redirect_uris = [] }) =>
      redirect_uris.length > 0 && redirect_uris.every((uri) => isLoopbackHttp(uri) || isPrivateUse(uri))
        ? 'native'
        : 'web',
  })
  application_type!: 'web' | 'native';

  @Metadata('Whether ID tokens need auth_time (OpenID Registration 1.0 section 2).', { is: flag(), default: false })
  require_auth_time!: boolean;

  @Metadata('The algorithm that signs authorization responses (JARM section 3).', {
    is: oneOf(the.SIGNING_ALGS),
    default: 'RS256',
  })
  authorization_signed_response_alg!: string;

  @Metadata('The types of authorization_details that the client uses (RFC 9396 section 10).', {
    is: texts(),
    default: [],
  })
  authorization_data_types!: string[];

  @Metadata('Whether users are not asked for consent.', { is: flag(), issued: true })
  is_consent_disabled?: boolean;

  @Metadata('The authentication contexts that the client prefers (OpenID Registration 1.0 section 2).', {
    is: texts(),
    default: [],
  })
  default_acr_values!: string[];

  @Metadata('Where the client reads, changes and deletes its registration (RFC 7592 section 3).', {
    is: text(),
    issued: true,
  })
  registration_client_uri?: string;
}

const isLoopbackHttp = (uri: string): boolean => uri.toLowerCase().startsWith('http:') && isLoopback(uri);
