import { ENCRYPTION_ENCS, SIGNING_ALGS } from '../../jose/algorithms';
import { oneOf } from '../kinds/choice';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** Access tokens of network functions virtualisation (ETSI GS NFV-SEC 022). */
export const NFV = {
  nfv_token_signed_response_alg: row('The algorithm that signs NFV tokens for the client.', {
    is: oneOf(SIGNING_ALGS),
    narrowedBy: 'SIGNING_ALGS',
    from: 'ETSI GS NFV-SEC 022',
  }),
  nfv_token_encrypted_response_alg: row('The algorithm that encrypts the key of NFV tokens.', {
    is: oneOf(vocabulary.ENCRYPTION_ALGS),
    narrowedBy: 'ENCRYPTION_ALGS',
    from: 'ETSI GS NFV-SEC 022',
    clientKey: 'encrypts',
  }),
  nfv_token_encrypted_response_enc: row('The algorithm that encrypts NFV tokens.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'ETSI GS NFV-SEC 022',
    default: 'A128CBC-HS256',
    needs: 'nfv_token_encrypted_response_alg',
  }),
};
