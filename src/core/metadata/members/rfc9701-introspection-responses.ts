import { ENCRYPTION_ENCS, PUBLIC_KEY_ENCRYPTION_ALGS, SIGNING_ALGS } from '../../jose/algorithms';
import { oneOf } from '../kinds/choice';
import { row } from '../metadata-row';

/** JWT responses of token introspection (RFC 9701). */
export const INTROSPECTION_RESPONSES = {
  introspection_signed_response_alg: row('The algorithm that signs introspection responses for the client.', {
    is: oneOf(SIGNING_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'RFC 9701 section 6',
    default: 'RS256',
    advertisedAs: 'introspection_signing_alg_values_supported',
    advertisedFor: 'introspection_endpoint',
  }),
  introspection_encrypted_response_alg: row('The algorithm that encrypts the key of introspection responses.', {
    is: oneOf(PUBLIC_KEY_ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'RFC 9701 section 6',
    clientKey: 'encrypts here',
    advertisedAs: 'introspection_encryption_alg_values_supported',
    advertisedFor: 'introspection_endpoint',
  }),
  introspection_encrypted_response_enc: row('The algorithm that encrypts introspection responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'RFC 9701 section 6',
    default: 'A128CBC-HS256',
    needs: 'introspection_encrypted_response_alg',
    advertisedAs: 'introspection_encryption_enc_values_supported',
    advertisedFor: 'introspection_endpoint',
  }),
};
