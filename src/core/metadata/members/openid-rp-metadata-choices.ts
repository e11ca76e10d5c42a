import { texts } from '../kinds/text';
import { row } from '../metadata-row';

/** A list from which a value of that member is chosen. */
const list = <const Name extends string>(chooses: Name, about: string) =>
  row(about, { is: texts(), from: 'OpenID RP Metadata Choices 1.0 section 2', chooses });

/**
 * OpenID Connect Relying Party Metadata Choices 1.0: lists of values that a client supports, which occur in requests
 * only. The first value that this server permits becomes the value of the chosen member.
 */
export const METADATA_CHOICES = {
  subject_types_supported: list('subject_type', 'The subject types that the client supports, the best first.'),
  id_token_signing_alg_values_supported: list(
    'id_token_signed_response_alg',
    'The signature algorithms that the client supports for ID tokens, the best first.',
  ),
  id_token_encryption_alg_values_supported: list(
    'id_token_encrypted_response_alg',
    'The key encryption algorithms that the client supports for ID tokens, the best first.',
  ),
  id_token_encryption_enc_values_supported: list(
    'id_token_encrypted_response_enc',
    'The content encryption algorithms that the client supports for ID tokens, the best first.',
  ),
  userinfo_signing_alg_values_supported: list(
    'userinfo_signed_response_alg',
    'The signature algorithms that the client supports for UserInfo responses, the best first.',
  ),
  userinfo_encryption_alg_values_supported: list(
    'userinfo_encrypted_response_alg',
    'The key encryption algorithms that the client supports for UserInfo responses, the best first.',
  ),
  userinfo_encryption_enc_values_supported: list(
    'userinfo_encrypted_response_enc',
    'The content encryption algorithms that the client supports for UserInfo responses, the best first.',
  ),
  request_object_signing_alg_values_supported: list(
    'request_object_signing_alg',
    'The signature algorithms that the client supports for request objects, the best first.',
  ),
  request_object_encryption_alg_values_supported: list(
    'request_object_encryption_alg',
    'The key encryption algorithms that the client supports for request objects, the best first.',
  ),
  request_object_encryption_enc_values_supported: list(
    'request_object_encryption_enc',
    'The content encryption algorithms that the client supports for request objects, the best first.',
  ),
  token_endpoint_auth_methods_supported: list(
    'token_endpoint_auth_method',
    'The methods by which the client can authenticate at the token endpoint, the best first.',
  ),
  token_endpoint_auth_signing_alg_values_supported: list(
    'token_endpoint_auth_signing_alg',
    'The signature algorithms that the client supports for assertions, the best first.',
  ),
  introspection_signing_alg_values_supported: list(
    'introspection_signed_response_alg',
    'The signature algorithms that the client supports for introspection responses, the best first.',
  ),
  introspection_encryption_alg_values_supported: list(
    'introspection_encrypted_response_alg',
    'The key encryption algorithms that the client supports for introspection responses, the best first.',
  ),
  introspection_encryption_enc_values_supported: list(
    'introspection_encrypted_response_enc',
    'The content encryption algorithms that the client supports for introspection responses, the best first.',
  ),
  authorization_signing_alg_values_supported: list(
    'authorization_signed_response_alg',
    'The signature algorithms that the client supports for authorization responses, the best first.',
  ),
  authorization_encryption_alg_values_supported: list(
    'authorization_encrypted_response_alg',
    'The key encryption algorithms that the client supports for authorization responses, the best first.',
  ),
  authorization_encryption_enc_values_supported: list(
    'authorization_encrypted_response_enc',
    'The content encryption algorithms that the client supports for authorization responses, the best first.',
  ),
  backchannel_authentication_request_signing_alg_values_supported: list(
    'backchannel_authentication_request_signing_alg',
    'The signature algorithms that the client supports for backchannel requests, the best first.',
  ),
};
