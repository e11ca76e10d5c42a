import { someListed } from '../kinds/choice';
import { row } from '../metadata-row';

/** OAuth 2.0 Rich Authorization Requests, RAR (RFC 9396). */
export const AUTHORIZATION_DETAILS = {
  authorization_details_types: row('The types of authorization_details that the client uses.', {
    is: someListed(),
    narrowedBy: 'AUTHORIZATION_DETAILS_TYPES',
    from: 'RFC 9396 section 10',
    default: [],
    advertisedAs: 'authorization_details_types_supported',
  }),
};
