import { texts } from '../kinds/text';
import { Metadata } from '../metadata-row';
import { EcosystemMetadata } from './ecosystem-metadata';

/** What a client could do, input only: the first value that both sides support becomes the one of the member beside it. */
export class MetadataChoices extends EcosystemMetadata {
  @Metadata('The subject types that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'subject_type',
  })
  subject_types_supported?: string[];

  @Metadata('The algorithms that may sign ID tokens that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'id_token_signed_response_alg',
  })
  id_token_signing_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt the key of ID tokens that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'id_token_encrypted_response_alg',
  })
  id_token_encryption_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt ID tokens that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'id_token_encrypted_response_enc',
  })
  id_token_encryption_enc_values_supported?: string[];

  @Metadata('The algorithms that may sign UserInfo responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'userinfo_signed_response_alg',
  })
  userinfo_signing_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt the key of UserInfo responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'userinfo_encrypted_response_alg',
  })
  userinfo_encryption_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt UserInfo responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'userinfo_encrypted_response_enc',
  })
  userinfo_encryption_enc_values_supported?: string[];

  @Metadata('The algorithms that request objects may be signed with that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'request_object_signing_alg',
  })
  request_object_signing_alg_values_supported?: string[];

  @Metadata(
    'The algorithms that the key of request objects may be encrypted with that the client supports, the best first.',
    {
      is: texts(),
      from: 'OpenID RP Metadata Choices 1.0 section 2',
      chooses: 'request_object_encryption_alg',
    },
  )
  request_object_encryption_alg_values_supported?: string[];

  @Metadata('The algorithms that request objects may be encrypted with that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'request_object_encryption_enc',
  })
  request_object_encryption_enc_values_supported?: string[];

  @Metadata('The ways to authenticate at the token endpoint that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'token_endpoint_auth_method',
  })
  token_endpoint_auth_methods_supported?: string[];

  @Metadata('The algorithms that assertions may be signed with that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'token_endpoint_auth_signing_alg',
  })
  token_endpoint_auth_signing_alg_values_supported?: string[];

  @Metadata('The algorithms that may sign introspection responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'introspection_signed_response_alg',
  })
  introspection_signing_alg_values_supported?: string[];

  @Metadata(
    'The algorithms that may encrypt the key of introspection responses that the client supports, the best first.',
    {
      is: texts(),
      from: 'OpenID RP Metadata Choices 1.0 section 2',
      chooses: 'introspection_encrypted_response_alg',
    },
  )
  introspection_encryption_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt introspection responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'introspection_encrypted_response_enc',
  })
  introspection_encryption_enc_values_supported?: string[];

  @Metadata('The algorithms that may sign authorization responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'authorization_signed_response_alg',
  })
  authorization_signing_alg_values_supported?: string[];

  @Metadata(
    'The algorithms that may encrypt the key of authorization responses that the client supports, the best first.',
    {
      is: texts(),
      from: 'OpenID RP Metadata Choices 1.0 section 2',
      chooses: 'authorization_encrypted_response_alg',
    },
  )
  authorization_encryption_alg_values_supported?: string[];

  @Metadata('The algorithms that may encrypt authorization responses that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'authorization_encrypted_response_enc',
  })
  authorization_encryption_enc_values_supported?: string[];

  @Metadata('The algorithms that backchannel requests may be signed with that the client supports, the best first.', {
    is: texts(),
    from: 'OpenID RP Metadata Choices 1.0 section 2',
    chooses: 'backchannel_authentication_request_signing_alg',
  })
  backchannel_authentication_request_signing_alg_values_supported?: string[];
}
