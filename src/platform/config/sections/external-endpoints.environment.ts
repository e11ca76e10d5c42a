import { type DiscoveryExtra, discoveryExtra } from '../discovery-extra';
import { endpoint } from '../kinds/addresses';
import { words } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Another server under the same issuer')
export class ExternalEndpointsEnvironment {
  @Variable(
    'The authorization endpoint of the server that shares this issuer; without it, discovery publishes nothing of OpenID Connect.',
    {
      is: endpoint(),
    },
  )
  readonly AUTHORIZATION_ENDPOINT?: string;

  @Variable('The UserInfo endpoint of that server (OpenID Connect Core 1.0 section 5.3).', {
    is: endpoint(),
  })
  readonly USERINFO_ENDPOINT?: string;

  @Variable('The logout endpoint of that server (OpenID RP-Initiated Logout 1.0 section 2).', {
    is: endpoint(),
  })
  readonly END_SESSION_ENDPOINT?: string;

  @Variable('The endpoint of that server for pushed authorization requests (RFC 9126 section 5).', {
    is: endpoint(),
  })
  readonly PUSHED_AUTHORIZATION_REQUEST_ENDPOINT?: string;

  @Variable('The device authorization endpoint of that server (RFC 8628 section 4).', {
    is: endpoint(),
  })
  readonly DEVICE_AUTHORIZATION_ENDPOINT?: string;

  @Variable('The backchannel authentication endpoint of that server (OpenID CIBA 1.0 section 7).', {
    is: endpoint(),
  })
  readonly BACKCHANNEL_AUTHENTICATION_ENDPOINT?: string;

  @Variable(
    'The token endpoint of that server; the one of this server is then served at {ISSUER}/registrar/token. See docs/EXTERNAL-ENDPOINTS.md.',
    {
      is: endpoint(),
    },
  )
  readonly TOKEN_ENDPOINT?: string;

  @Variable('The keys of the tokens that TOKEN_ENDPOINT issues (RFC 8414 section 2).', { is: endpoint() })
  readonly JWKS_URI?: string;

  @Variable('The introspection endpoint for tokens of TOKEN_ENDPOINT (RFC 7662).', { is: endpoint() })
  readonly INTROSPECTION_ENDPOINT?: string;

  @Variable('The revocation endpoint for tokens of TOKEN_ENDPOINT (RFC 7009).', { is: endpoint() })
  readonly REVOCATION_ENDPOINT?: string;

  @Variable('The claims about users in the ID tokens and UserInfo responses of that server; published by discovery.', {
    is: words(),
    default: [],
  })
  readonly CLAIMS_SUPPORTED!: string[];

  @Variable('Members of the server metadata that no other variable sets.', {
    is: discoveryExtra(),
    default: {},
    shown: '{}',
  })
  readonly DISCOVERY_EXTRA!: DiscoveryExtra;
}
