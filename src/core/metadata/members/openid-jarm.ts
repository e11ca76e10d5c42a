import { ENCRYPTION_ENCS } from '../../jose/algorithms';
import { oneOf } from '../kinds/choice';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** JWT Secured Authorization Response Mode for OAuth 2.0, JARM. */
export const JARM = {
  authorization_signed_response_alg: row('The algorithm that signs authorization responses.', {
    is: oneOf(vocabulary.ASSERTION_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'JARM section 3',
    feature: 'signed authorization responses',
    default: 'RS256',
    advertisedAs: 'authorization_signing_alg_values_supported',
  }),
  authorization_encrypted_response_alg: row('The algorithm that encrypts the key of authorization responses.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'JARM section 3',
    feature: 'signed authorization responses',
    clientKey: 'encrypts',
    advertisedAs: 'authorization_encryption_alg_values_supported',
  }),
  authorization_encrypted_response_enc: row('The algorithm that encrypts authorization responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'JARM section 3',
    feature: 'signed authorization responses',
    default: 'A128CBC-HS256',
    needs: 'authorization_encrypted_response_alg',
    advertisedAs: 'authorization_encryption_enc_values_supported',
  }),
};
