import { redirectUris } from '../kinds/uri';
import { row } from '../metadata-row';

/** User-Managed Access 2.0, UMA. */
export const UMA = {
  claims_redirect_uris: row('The addresses to which the user agent may be redirected after claims were gathered.', {
    is: redirectUris(),
    from: 'UMA 2.0 Grant section 2',
  }),
};
