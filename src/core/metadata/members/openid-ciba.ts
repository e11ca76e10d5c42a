import { SIGNING_ALGS } from '../../jose/algorithms';
import { flag, oneOf } from '../kinds/choice';
import { httpsAddress } from '../kinds/uri';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** OpenID Connect Client-Initiated Backchannel Authentication 1.0, CIBA. */
export const CIBA = {
  backchannel_user_code_parameter: row('Whether the client supports user codes in backchannel requests.', {
    is: flag(),
    from: 'OpenID CIBA 1.0 section 4',
    feature: 'backchannel authentication',
    default: false,
  }),
  backchannel_token_delivery_mode: row('How the client learns the outcome of a backchannel request.', {
    is: oneOf(vocabulary.DELIVERY_MODES),
    from: 'OpenID CIBA 1.0 section 4',
    feature: 'backchannel authentication',
    advertisedAs: 'backchannel_token_delivery_modes_supported',
    advertisedFor: 'backchannel_authentication_endpoint',
  }),
  backchannel_client_notification_endpoint: row('The address that receives the outcome of a backchannel request.', {
    is: httpsAddress(),
    from: 'OpenID CIBA 1.0 section 4',
    feature: 'backchannel authentication',
  }),
  backchannel_authentication_request_signing_alg: row(
    'The algorithm that signs backchannel requests of the client; unsigned if omitted.',
    {
      is: oneOf(SIGNING_ALGS),
      narrowedBy: 'SIGNING_ALGS',
      from: 'OpenID CIBA 1.0 section 4',
      feature: 'backchannel authentication',
      clientKey: 'signs',
      advertisedAs: 'backchannel_authentication_request_signing_alg_values_supported',
      advertisedFor: 'backchannel_authentication_endpoint',
    },
  ),
};
