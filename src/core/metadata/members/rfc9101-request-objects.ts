import { flag } from '../kinds/choice';
import { row } from '../metadata-row';

/** JWT-Secured Authorization Requests, JAR (RFC 9101). */
export const REQUEST_OBJECTS = {
  require_signed_request_object: row('Whether only signed request objects are accepted from the client.', {
    is: flag(),
    from: 'RFC 9101 section 10.5',
    feature: 'request objects',
    default: false,
  }),
};
