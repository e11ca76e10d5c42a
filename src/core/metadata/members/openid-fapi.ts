import { flag } from '../kinds/choice';
import { row } from '../metadata-row';

/** FAPI 2.0 Security Profile. */
export const FAPI = {
  use_mtls_endpoint_aliases: row('Whether the client uses the endpoints for mutual TLS.', {
    is: flag(),
    from: 'FAPI 2.0 Security Profile section 5.2.2.1.1',
    default: false,
  }),
};
