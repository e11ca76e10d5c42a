import { someOf } from '../kinds/choice';
import { text, texts } from '../kinds/text';
import { httpsAddress, webPage } from '../kinds/uri';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** OpenID Federation 1.0. */
export const FEDERATION = {
  client_registration_types: row('How the client registers in a federation.', {
    is: someOf(vocabulary.REGISTRATION_TYPES),
    from: 'OpenID Federation 1.0 section 5.1.2',
  }),
  signed_jwks_uri: row('The address of the public keys of the client, as a signed JWT.', {
    is: httpsAddress(),
    from: 'OpenID Federation 1.0 section 5.2.1',
  }),
  organization_name: row('The name of the organisation behind the client.', {
    is: text(200),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  }),
  description: row('A description of the client for people.', {
    is: text(2000),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  }),
  keywords: row('Keywords that describe the client.', {
    is: texts(),
    from: 'OpenID Federation 1.0 section 5.2.2',
  }),
  information_uri: row('A page with further information about the client.', {
    is: webPage(),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  }),
  organization_uri: row('The page of the organisation behind the client.', {
    is: webPage(),
    from: 'OpenID Federation 1.0 section 5.2.2',
    localizable: true,
  }),
};
