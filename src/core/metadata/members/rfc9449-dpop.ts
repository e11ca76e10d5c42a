import { flag } from '../kinds/choice';
import { row } from '../metadata-row';

/** OAuth 2.0 Demonstrating Proof of Possession, DPoP (RFC 9449). */
export const DPOP = {
  dpop_bound_access_tokens: row('Whether the client always proves possession of its key.', {
    is: flag(),
    from: 'RFC 9449 section 5.2',
    default: false,
  }),
};
