import { ENCRYPTION_ENCS, type EncryptionEnc, SIGNING_ALGS, type SigningAlg } from '../../jose/algorithms';
import { oneOf } from '../kinds/choice';
import { text } from '../kinds/text';
import { httpsAddress } from '../kinds/uri';
import { Metadata } from '../metadata-row';
import * as vocabulary from '../vocabulary';
import { OpenIdMetadata } from './openid-metadata';

/** What extensions of OpenID Connect add: protected authorization responses and backchannel authentication. */
export class ExtensionMetadata extends OpenIdMetadata {
  @Metadata('The algorithm that encrypts the key of authorization responses.', {
    is: oneOf(vocabulary.ALL_ENCRYPTION_ALGS, 'ENCRYPTION_ALGS'),
    from: 'JARM section 3',
    advertisedAs: 'authorization_encryption_alg_values_supported',
  })
  authorization_encrypted_response_alg?: vocabulary.AnyEncryptionAlg;

  @Metadata('The algorithm that encrypts authorization responses.', {
    is: oneOf(ENCRYPTION_ENCS),
    from: 'JARM section 3',
    default: ({ authorization_encrypted_response_alg }: Partial<ExtensionMetadata>) =>
      authorization_encrypted_response_alg ? 'A128CBC-HS256' : undefined,
    needs: 'authorization_encrypted_response_alg',
    advertisedAs: 'authorization_encryption_enc_values_supported',
  })
  authorization_encrypted_response_enc?: EncryptionEnc;

  @Metadata('How the client learns the outcome of a backchannel request.', {
    is: oneOf(vocabulary.DELIVERY_MODES),
    from: 'OpenID CIBA 1.0 section 4',
    advertisedAs: 'backchannel_token_delivery_modes_supported',
  })
  backchannel_token_delivery_mode?: vocabulary.DeliveryMode;

  @Metadata('Where the client is told the outcome of a backchannel request.', {
    is: httpsAddress(),
    from: 'OpenID CIBA 1.0 section 4',
  })
  backchannel_client_notification_endpoint?: string;

  @Metadata('The algorithm that signs backchannel requests of the client; unsigned when left out.', {
    is: oneOf(SIGNING_ALGS, 'SIGNING_ALGS'),
    from: 'OpenID CIBA 1.0 section 4',
    advertisedAs: 'backchannel_authentication_request_signing_alg_values_supported',
  })
  backchannel_authentication_request_signing_alg?: SigningAlg;

  @Metadata('Why the client obtains no tokens, pending or disabled; left out as long as it does.', {
    is: text(),
    from: 'An extension',
    issued: true,
  })
  client_status?: 'pending' | 'disabled';

  @Metadata('Why the client cannot authenticate with the keys at jwks_uri; left out as long as it can.', {
    is: text(),
    from: 'An extension',
    issued: true,
  })
  jwks_uri_error?: string;
}
