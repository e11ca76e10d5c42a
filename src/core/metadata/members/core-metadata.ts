import { ENCRYPTION_ENCS, type EncryptionEnc, SIGNING_ALGS, type SigningAlg } from '../../jose/algorithms';
import { flag, oneOf, scopes, seconds, setsOf, someOfTheOperators } from '../kinds/choice';
import type { JwkSet } from '../../jose/jwk';
import { jwkSet } from '../kinds/key-set';
import { text, texts } from '../kinds/text';
import { redirectUris } from '../kinds/uri';
import { Metadata } from '../metadata-row';
import { isNativeOnly } from '../redirect-uri';
import * as vocabulary from '../vocabulary';

/** The members that every answer begins with, in the order of the answer. */
export class CoreMetadata {
  @Metadata('The identifier of the client.', { is: text(), from: 'RFC 7591 section 3.2.1', issued: true })
  client_id?: string;

  @Metadata('The secret of the client.', { is: text(), from: 'RFC 7591 section 3.2.1', issued: true })
  client_secret?: string;

  @Metadata('When the secret expires, in seconds since 1970; 0 is never.', {
    is: seconds(),
    from: 'RFC 7591 section 3.2.1',
    issued: true,
  })
  client_secret_expires_at?: number;

  @Metadata('The bearer token for registration_client_uri.', {
    is: text(),
    from: 'RFC 7592 section 3',
    issued: true,
  })
  registration_access_token?: string;

  @Metadata('The grants that the client may use; what is not offered here is dropped.', {
    is: someOfTheOperators('GRANT_TYPES'),
    from: 'RFC 7591 section 2',
    default: ['authorization_code'],
    narrowsTo: vocabulary.beginsAlone,
    advertisedAs: 'grant_types_supported',
  })
  grant_types!: vocabulary.GrantType[];

  @Metadata('Where the user agent may be sent back to.', {
    is: redirectUris(),
    from: 'RFC 7591 section 2',
    default: [],
    rejectedWith: 'invalid_redirect_uri',
  })
  redirect_uris!: string[];

  @Metadata('How the client authenticates at the token endpoint.', {
    is: oneOf(vocabulary.AUTH_METHODS, 'AUTH_METHODS'),
    from: 'RFC 7591 section 2',
    default: 'client_secret_post',
    advertisedAs: 'token_endpoint_auth_methods_supported',
  })
  token_endpoint_auth_method!: vocabulary.AuthMethod;

  @Metadata(
    'The response types that the client may use, each a set of words in any order; those whose grants are not offered here are dropped.',
    {
      is: setsOf(vocabulary.RESPONSE_TYPES),
      from: 'RFC 7591 section 2',
      default: ['code'],
      narrowsTo: () => true,
    },
  )
  response_types!: string[];

  @Metadata('How to reach the people responsible for the client.', {
    is: texts(),
    from: 'RFC 7591 section 2',
    default: [],
  })
  contacts!: string[];

  @Metadata('When the registration was last changed, ISO 8601.', { is: text(), from: 'Clientele', issued: true })
  update_datetime?: string;

  @Metadata('When the client was registered, ISO 8601.', { is: text(), from: 'Clientele', issued: true })
  create_datetime?: string;

  @Metadata('When the client was registered, in seconds since 1970.', {
    is: seconds(),
    from: 'RFC 7591 section 3.2.1',
    issued: true,
  })
  client_id_issued_at?: number;

  @Metadata('How long an access token of the client lives, in seconds.', {
    is: seconds(),
    from: 'Clientele',
    issued: true,
  })
  token_expiration_time_seconds?: number;

  @Metadata('How long a refresh token of the client lives, in seconds.', {
    is: seconds(),
    from: 'Clientele',
    issued: true,
  })
  refresh_token_expiration_time_seconds?: number;

  @Metadata('The scopes that the client may ask for; what is not offered here is dropped.', {
    is: scopes(),
    from: 'RFC 7591 section 2',
    advertisedAs: 'scopes_supported',
  })
  scope?: string;

  /** A member of `OAuthMetadata`, which has its row: the default of `jwks` looks at it. */
  jwks_uri?: string;

  @Metadata('The public keys of the client by value.', {
    is: jwkSet(),
    from: 'RFC 7591 section 2',
    default: ({ jwks_uri }: Partial<CoreMetadata>) => (jwks_uri === undefined ? { keys: [] } : undefined),
  })
  jwks?: JwkSet;

  @Metadata('The algorithm that signs access tokens for the client.', {
    is: oneOf(SIGNING_ALGS, 'SIGNING_ALGS'),
    from: 'Clientele',
    default: 'RS256',
  })
  token_signed_response_alg!: SigningAlg;

  @Metadata('The algorithm that encrypts the key of access tokens; the default says that none is asked for.', {
    is: oneOf(vocabulary.ENCRYPTION_ALGS),
    from: 'Clientele',
    default: 'RSA1_5',
  })
  token_encrypted_response_alg!: vocabulary.EncryptionAlg;

  @Metadata('The algorithm that encrypts access tokens for the client.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'Clientele',
    default: 'A128CBC-HS256',
  })
  token_encrypted_response_enc!: EncryptionEnc;

  @Metadata('Where the user agent may be sent after logout.', {
    is: redirectUris(),
    from: 'OpenID RP-Initiated Logout 1.0 section 3.1',
    default: [],
  })
  post_logout_redirect_uris!: string[];

  @Metadata('The kind of access token that the client is given.', { is: text(), from: 'Clientele', issued: true })
  preferred_token_profile?: string;

  @Metadata('Whether subject identifiers are public or pairwise.', {
    is: oneOf(vocabulary.SUBJECT_TYPES, 'SUBJECT_TYPES'),
    from: 'OpenID Registration 1.0 section 2',
    default: 'public',
    advertisedAs: 'subject_types_supported',
  })
  subject_type!: vocabulary.SubjectType;

  @Metadata('The algorithm that signs ID tokens for the client.', {
    is: oneOf(vocabulary.ASSERTION_ALGS, 'SIGNING_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    default: 'RS256',
    advertisedAs: 'id_token_signing_alg_values_supported',
  })
  id_token_signed_response_alg!: vocabulary.AssertionAlg;

  @Metadata('Whether the client supports user codes in backchannel requests.', {
    is: flag(),
    from: 'OpenID CIBA 1.0 section 4',
    default: false,
  })
  backchannel_user_code_parameter!: boolean;

  @Metadata('Whether iss and sid accompany front-channel logout.', {
    is: flag(),
    from: 'OpenID Front-Channel Logout 1.0 section 2',
    default: false,
  })
  frontchannel_logout_session_required!: boolean;

  @Metadata('Whether a logout token needs a sid.', {
    is: flag(),
    from: 'OpenID Back-Channel Logout 1.0 section 2.2',
    default: false,
  })
  backchannel_logout_session_required!: boolean;

  @Metadata('Whether access tokens are bound to the certificate of the client; an older name.', {
    is: flag(),
    from: 'Clientele',
    default: false,
    sameAs: 'tls_client_certificate_bound_access_tokens',
  })
  tls_client_certificate_bound_access_token!: boolean;

  @Metadata(
    'What the client runs on; one redirect URI to loopback http or of a private-use scheme makes it native, though web was said.',
    {
      is: oneOf(vocabulary.APPLICATION_TYPES),
      from: 'OpenID Registration 1.0 section 2',
      default: ({ redirect_uris = [] }: Partial<CoreMetadata>) => (redirect_uris.some(isNativeOnly) ? 'native' : 'web'),
    },
  )
  application_type!: vocabulary.ApplicationType;

  @Metadata('Whether ID tokens need auth_time.', {
    is: flag(),
    from: 'OpenID Registration 1.0 section 2',
    default: false,
  })
  require_auth_time!: boolean;

  @Metadata('The algorithm that signs authorization responses.', {
    is: oneOf(vocabulary.ASSERTION_ALGS, 'SIGNING_ALGS'),
    from: 'JARM section 3',
    default: 'RS256',
    advertisedAs: 'authorization_signing_alg_values_supported',
  })
  authorization_signed_response_alg!: vocabulary.AssertionAlg;

  @Metadata('The types of authorization_details that the client uses; an older name.', {
    is: someOfTheOperators('AUTHORIZATION_DETAILS_TYPES'),
    from: 'Clientele',
    default: [],
    sameAs: 'authorization_details_types',
  })
  authorization_data_types!: string[];

  @Metadata('Whether users are not asked for consent.', { is: flag(), from: 'Clientele', issued: true })
  is_consent_disabled?: boolean;

  @Metadata('The authentication contexts that the client prefers, the best first.', {
    is: texts(),
    from: 'OpenID Registration 1.0 section 2',
    default: [],
  })
  default_acr_values!: string[];

  @Metadata('Where the client reads, changes and deletes its registration.', {
    is: text(),
    from: 'RFC 7592 section 3',
    issued: true,
  })
  registration_client_uri?: string;
}
