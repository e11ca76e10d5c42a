import { flag } from '../kinds/choice';
import { row } from '../metadata-row';

/** OAuth 2.0 Pushed Authorization Requests, PAR (RFC 9126). */
export const PUSHED_REQUESTS = {
  require_pushed_authorization_requests: row('Whether authorization requests must be pushed.', {
    is: flag(),
    from: 'RFC 9126 section 6',
    default: false,
  }),
};
