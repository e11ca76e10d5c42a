import { ENCRYPTION_ENCS, type EncryptionEnc } from '../../jose/algorithms';
import { oneOf, seconds } from '../kinds/choice';
import { httpsAddress, logoutAddress, requestUris } from '../kinds/uri';
import { Metadata } from '../metadata-row';
import * as vocabulary from '../vocabulary';
import { OAuthMetadata } from './oauth-metadata';

/** What OpenID Connect adds: registration and logout. */
export class OpenIdMetadata extends OAuthMetadata {
  @Metadata('The list of redirect URIs whose host makes the pairwise sector.', {
    is: httpsAddress(),
    from: 'OpenID Registration 1.0 section 2',
  })
  sector_identifier_uri?: string;

  @Metadata('The algorithm that encrypts the key of ID tokens.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'id_token_encryption_alg_values_supported',
  })
  id_token_encrypted_response_alg?: vocabulary.AnyEncryptionAlg;

  @Metadata('The algorithm that encrypts ID tokens.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    default: ({ id_token_encrypted_response_alg }: Partial<OpenIdMetadata>) =>
      id_token_encrypted_response_alg ? 'A128CBC-HS256' : undefined,
    needs: 'id_token_encrypted_response_alg',
    advertisedAs: 'id_token_encryption_enc_values_supported',
  })
  id_token_encrypted_response_enc?: EncryptionEnc;

  @Metadata('The algorithm that signs UserInfo responses; plain JSON when left out.', {
    is: oneOf(vocabulary.ASSERTION_ALGS, 'SIGNING_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'userinfo_signing_alg_values_supported',
  })
  userinfo_signed_response_alg?: vocabulary.AssertionAlg;

  @Metadata('The algorithm that encrypts the key of UserInfo responses.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'userinfo_encryption_alg_values_supported',
  })
  userinfo_encrypted_response_alg?: vocabulary.AnyEncryptionAlg;

  @Metadata('The algorithm that encrypts UserInfo responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    default: ({ userinfo_encrypted_response_alg }: Partial<OpenIdMetadata>) =>
      userinfo_encrypted_response_alg ? 'A128CBC-HS256' : undefined,
    needs: 'userinfo_encrypted_response_alg',
    advertisedAs: 'userinfo_encryption_enc_values_supported',
  })
  userinfo_encrypted_response_enc?: EncryptionEnc;

  @Metadata('The algorithm that request objects of the client must be signed with; any when left out.', {
    is: oneOf(vocabulary.ALL_SIGNING_ALGS, 'SIGNING_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'request_object_signing_alg_values_supported',
  })
  request_object_signing_alg?: vocabulary.AnySigningAlg;

  @Metadata('The algorithm that the client may encrypt the key of request objects with.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'request_object_encryption_alg_values_supported',
  })
  request_object_encryption_alg?: vocabulary.AnyEncryptionAlg;

  @Metadata('The algorithm that the client may encrypt request objects with.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'OpenID Registration 1.0 section 2',
    default: ({ request_object_encryption_alg }: Partial<OpenIdMetadata>) =>
      request_object_encryption_alg ? 'A128CBC-HS256' : undefined,
    needs: 'request_object_encryption_alg',
    advertisedAs: 'request_object_encryption_enc_values_supported',
  })
  request_object_encryption_enc?: EncryptionEnc;

  @Metadata('The algorithm that assertions of the client must be signed with; any of its method when left out.', {
    is: oneOf(vocabulary.ASSERTION_ALGS, 'SIGNING_ALGS'),
    from: 'OpenID Registration 1.0 section 2',
    advertisedAs: 'token_endpoint_auth_signing_alg_values_supported',
  })
  token_endpoint_auth_signing_alg?: vocabulary.AssertionAlg;

  @Metadata('How old an authentication may be, in seconds, unless a request says so.', {
    is: seconds(),
    from: 'OpenID Registration 1.0 section 2',
  })
  default_max_age?: number;

  @Metadata('Where a third party sends the user to log in at the client.', {
    is: httpsAddress(),
    from: 'OpenID Registration 1.0 section 2',
  })
  initiate_login_uri?: string;

  @Metadata('Where the client keeps request objects; a fragment is the hash of the content.', {
    is: requestUris(),
    from: 'OpenID Registration 1.0 section 2',
  })
  request_uris?: string[];

  @Metadata('What is shown in a frame when the user logs out.', {
    is: logoutAddress(),
    from: 'OpenID Front-Channel Logout 1.0 section 2',
  })
  frontchannel_logout_uri?: string;

  @Metadata('What is sent a logout token when the user logs out.', {
    is: logoutAddress(),
    from: 'OpenID Back-Channel Logout 1.0 section 2.2',
  })
  backchannel_logout_uri?: string;
}
