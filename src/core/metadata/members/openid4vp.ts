import { someTexts } from '../kinds/text';
import { object } from '../kinds/object';
import { row } from '../metadata-row';

/** OpenID for Verifiable Presentations 1.0, OpenID4VP. */
export const VERIFIABLE_PRESENTATIONS = {
  encrypted_response_enc_values_supported: row('The algorithms that presentations may be encrypted with.', {
    is: someTexts(),
    from: 'OpenID4VP 1.0 section 11.1',
  }),
  vp_formats_supported: row('The credential formats that the client accepts.', {
    is: object(),
    from: 'OpenID4VP 1.0 section 11.1',
  }),
};
