import { ENCRYPTION_ENCS, SIGNING_ALGS } from '../../jose/algorithms';
import { flag, oneOf, seconds, someListed } from '../kinds/choice';
import { text } from '../kinds/text';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** Members of this server that no specification defines. */
export const CLIENTELE = {
  update_datetime: row('When the registration was last changed, ISO 8601.', {
    is: text(),
    from: 'Clientele',
    issued: 'always',
  }),
  create_datetime: row('When the client was registered, ISO 8601.', {
    is: text(),
    from: 'Clientele',
    issued: 'always',
  }),
  token_expiration_time_seconds: row('How long an access token of the client lives, in seconds.', {
    is: seconds(),
    from: 'Clientele',
    issued: 'always',
  }),
  refresh_token_expiration_time_seconds: row('How long a refresh token of the client lives, in seconds.', {
    is: seconds(),
    from: 'Clientele',
    issued: 'always',
  }),
  token_signed_response_alg: row('The algorithm that signs access tokens for the client.', {
    is: oneOf(SIGNING_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'Clientele',
    default: 'RS256',
  }),
  token_encrypted_response_alg: row(
    'The algorithm that encrypts the key of access tokens; the default RSA1_5 means that the client requests no encryption.',
    {
      is: oneOf(vocabulary.ENCRYPTION_ALGS),
      from: 'Clientele',
      clientKey: 'encrypts here',
      default: 'RSA1_5',
    },
  ),
  token_encrypted_response_enc: row('The algorithm that encrypts access tokens for the client.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'Clientele',
    default: 'A128CBC-HS256',
  }),
  preferred_token_profile: row('The kind of access token that the client gets.', {
    is: text(),
    from: 'Clientele',
    issued: 'always',
  }),
  tls_client_certificate_bound_access_token: row(
    'Whether access tokens are bound to the certificate of the client; an older name.',
    {
      is: flag(),
      from: 'Clientele',
      default: false,
      sameAs: 'tls_client_certificate_bound_access_tokens',
    },
  ),
  authorization_data_types: row('The types of authorization_details that the client uses; an older name.', {
    is: someListed(),
    narrowedBy: 'AUTHORIZATION_DETAILS_TYPES',
    from: 'Clientele',
    default: [],
    sameAs: 'authorization_details_types',
  }),
  is_consent_disabled: row('Whether users are not asked for consent.', {
    is: flag(),
    from: 'Clientele',
    issued: 'always',
  }),
  client_status: row('Why the client cannot obtain tokens: pending, rejected or disabled; omitted while it can.', {
    is: text(),
    from: 'An extension',
    issued: 'sometimes',
  }),
  client_status_reason: row('Why the operator rejected or disabled the client, if the operator said so.', {
    is: text(),
    from: 'An extension',
    issued: 'sometimes',
  }),
  jwks_uri_error: row('Why the client cannot authenticate with the keys at jwks_uri; omitted while it can.', {
    is: text(),
    from: 'An extension',
    issued: 'sometimes',
  }),
};
