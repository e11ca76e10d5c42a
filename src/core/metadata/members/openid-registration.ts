import { ENCRYPTION_ENCS } from '../../jose/algorithms';
import { flag, oneOf, seconds } from '../kinds/choice';
import { texts } from '../kinds/text';
import { httpsAddress, requestUris } from '../kinds/uri';
import { row } from '../metadata-row';
import { isNativeOnly } from '../redirect-uri';
import * as vocabulary from '../vocabulary';

/** OpenID Connect Dynamic Client Registration 1.0. */
export const OPENID_REGISTRATION = {
  subject_type: row('Whether subject identifiers are public or pairwise.', {
    is: oneOf(vocabulary.SUBJECT_TYPES),
    narrowedBy: 'SUBJECT_TYPES',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'pairwise subjects',
    default: 'public',
    advertisedAs: 'subject_types_supported',
  }),
  id_token_signed_response_alg: row('The algorithm that signs ID tokens for the client.', {
    is: oneOf(vocabulary.ASSERTION_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'ID tokens',
    default: 'RS256',
    advertisedAs: 'id_token_signing_alg_values_supported',
  }),
  application_type: row(
    'Whether the client is a web or a native application; web becomes native if a redirect URI is loopback http or has a private-use scheme.',
    {
      is: oneOf(vocabulary.APPLICATION_TYPES),
      from: 'OpenID Registration 1.0 section 2',
      default: ({ redirect_uris = [] }: { readonly redirect_uris?: readonly string[] }) =>
        redirect_uris.some(isNativeOnly) ? 'native' : 'web',
    },
  ),
  require_auth_time: row('Whether ID tokens have to contain auth_time.', {
    is: flag(),
    from: 'OpenID Registration 1.0 section 2',
    feature: 'ID tokens',
    default: false,
  }),
  default_acr_values: row('The authentication contexts that the client prefers, the best first.', {
    is: texts(),
    from: 'OpenID Registration 1.0 section 2',
    default: [],
  }),
  sector_identifier_uri: row(
    'The address of the list of redirect URIs; its host is the sector of pairwise identifiers.',
    {
      is: httpsAddress(),
      from: 'OpenID Registration 1.0 section 2',
      feature: 'pairwise subjects',
    },
  ),
  id_token_encrypted_response_alg: row('The algorithm that encrypts the key of ID tokens.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'ID tokens',
    clientKey: 'encrypts',
    advertisedAs: 'id_token_encryption_alg_values_supported',
  }),
  id_token_encrypted_response_enc: row('The algorithm that encrypts ID tokens.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    feature: 'ID tokens',
    default: 'A128CBC-HS256',
    needs: 'id_token_encrypted_response_alg',
    advertisedAs: 'id_token_encryption_enc_values_supported',
  }),
  userinfo_signed_response_alg: row('The algorithm that signs UserInfo responses; plain JSON if omitted.', {
    is: oneOf(vocabulary.ASSERTION_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'UserInfo',
    advertisedAs: 'userinfo_signing_alg_values_supported',
    advertisedFor: 'userinfo_endpoint',
  }),
  userinfo_encrypted_response_alg: row('The algorithm that encrypts the key of UserInfo responses.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'UserInfo',
    clientKey: 'encrypts',
    advertisedAs: 'userinfo_encryption_alg_values_supported',
    advertisedFor: 'userinfo_endpoint',
  }),
  userinfo_encrypted_response_enc: row('The algorithm that encrypts UserInfo responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    feature: 'UserInfo',
    default: 'A128CBC-HS256',
    needs: 'userinfo_encrypted_response_alg',
    advertisedAs: 'userinfo_encryption_enc_values_supported',
    advertisedFor: 'userinfo_endpoint',
  }),
  request_object_signing_alg: row(
    'The algorithm that request objects of the client must be signed with; any if omitted.',
    {
      is: oneOf(vocabulary.ALL_SIGNING_ALGS),
      narrowedBy: 'SIGNING_ALGS',
      from: 'OpenID Registration 1.0 section 2',
      feature: 'request objects',
      clientKey: 'signs',
      advertisedAs: 'request_object_signing_alg_values_supported',
    },
  ),
  request_object_encryption_alg: row('The algorithm that the client may encrypt the key of request objects with.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'OpenID Registration 1.0 section 2',
    feature: 'encrypted request objects',
    advertisedAs: 'request_object_encryption_alg_values_supported',
  }),
  request_object_encryption_enc: row('The algorithm that the client may encrypt request objects with.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    feature: 'encrypted request objects',
    default: 'A128CBC-HS256',
    needs: 'request_object_encryption_alg',
    advertisedAs: 'request_object_encryption_enc_values_supported',
  }),
  token_endpoint_auth_signing_alg: row(
    'The algorithm that assertions of the client must be signed with; any of its method if omitted.',
    {
      is: oneOf(vocabulary.ASSERTION_ALGS),
      narrowedBy: 'SIGNING_ALGS',
      from: 'OpenID Registration 1.0 section 2',
      advertisedAs: 'token_endpoint_auth_signing_alg_values_supported',
      advertisedFor: 'token_endpoint',
    },
  ),
  default_max_age: row('The maximum age of an authentication, in seconds, if a request does not set one.', {
    is: seconds(),
    from: 'OpenID Registration 1.0 section 2',
  }),
  initiate_login_uri: row('The address to which a third party sends the user to log in at the client.', {
    is: httpsAddress(),
    from: 'OpenID Registration 1.0 section 2',
  }),
  request_uris: row('The addresses of request objects; a fragment is the hash of the content.', {
    is: requestUris(),
    from: 'OpenID Registration 1.0 section 2',
    feature: 'request objects by reference',
  }),
};
