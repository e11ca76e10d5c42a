import { flag } from '../kinds/choice';
import { logoutAddress, redirectUris } from '../kinds/uri';
import { row } from '../metadata-row';

/** OpenID Connect RP-Initiated, Front-Channel and Back-Channel Logout 1.0. */
export const OPENID_LOGOUT = {
  post_logout_redirect_uris: row('The addresses to which the user agent may be redirected after logout.', {
    is: redirectUris(),
    from: 'OpenID RP-Initiated Logout 1.0 section 3.1',
    feature: 'logout of clients',
    default: [],
  }),
  frontchannel_logout_session_required: row('Whether front-channel logout requests have to contain iss and sid.', {
    is: flag(),
    from: 'OpenID Front-Channel Logout 1.0 section 2',
    feature: 'logout of clients',
    default: false,
  }),
  backchannel_logout_session_required: row('Whether logout tokens have to contain a sid.', {
    is: flag(),
    from: 'OpenID Back-Channel Logout 1.0 section 2.2',
    feature: 'logout of clients',
    default: false,
  }),
  frontchannel_logout_uri: row('The address that is loaded in a frame when the user logs out.', {
    is: logoutAddress(),
    from: 'OpenID Front-Channel Logout 1.0 section 2',
    feature: 'logout of clients',
  }),
  backchannel_logout_uri: row('The address that receives a logout token when the user logs out.', {
    is: logoutAddress(),
    from: 'OpenID Back-Channel Logout 1.0 section 2.2',
    feature: 'logout of clients',
  }),
};
