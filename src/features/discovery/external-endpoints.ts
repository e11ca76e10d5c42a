import { RESPONSE_TYPES } from '../../core/metadata/vocabulary';
import type { Contribution, DescribedServer } from './contribution';

/** The endpoints of the external server that shares this issuer, without those for its tokens. */
export const externalEndpoints: Contribution = (server) => {
  const { external, claims, grantTypes } = server.options;
  return {
    authorization_endpoint: external.authorization_endpoint,
    userinfo_endpoint: external.userinfo_endpoint,
    end_session_endpoint: external.end_session_endpoint,
    pushed_authorization_request_endpoint: external.pushed_authorization_request_endpoint,
    device_authorization_endpoint: external.device_authorization_endpoint,
    backchannel_authentication_endpoint: external.backchannel_authentication_endpoint,
    claims_supported: claims,
    grant_types_supported: servedGrants(server),
    response_types_supported: offeredResponseTypes(grantTypes),
    code_challenge_methods_supported: ['S256'],
  };
};

/** The endpoints of an external server that issues the tokens of the issuer. Lists of what it supports are not known here. */
export const externalTokenEndpoints: Contribution = ({ options: { external } }) => ({
  token_endpoint: external.token_endpoint,
  jwks_uri: external.jwks_uri,
  introspection_endpoint: external.introspection_endpoint,
  revocation_endpoint: external.revocation_endpoint,
});

/** The endpoint without which a grant is not served: the token endpoint of this server, or an external one. */
const addressesOf = ({
  issuer,
  grants,
  options: { external },
}: DescribedServer): Readonly<Record<string, string | undefined>> => {
  const { authorization_endpoint, device_authorization_endpoint, backchannel_authentication_endpoint } = external;
  return {
    authorization_code: authorization_endpoint,
    implicit: authorization_endpoint,
    'urn:ietf:params:oauth:grant-type:device_code': device_authorization_endpoint,
    'urn:openid:params:grant-type:ciba': backchannel_authentication_endpoint,
    refresh_token:
      external.token_endpoint ??
      authorization_endpoint ??
      device_authorization_endpoint ??
      backchannel_authentication_endpoint,
    ...Object.fromEntries(grants.map((grant) => [grant, issuer.tokenEndpoint])),
  };
};

/**
 * The grants that clients may register and that this server or a configured external endpoint serves. Never empty,
 * because an absent list means authorization_code and implicit (RFC 8414 section 2).
 */
export const servedGrants = (server: DescribedServer): readonly string[] => {
  const addresses = addressesOf(server);
  const { grantTypes, external } = server.options;
  const served = grantTypes.filter(
    (grant) => (grant in addresses ? addresses[grant] : external.token_endpoint) !== undefined,
  );
  return served.length > 0 ? served : server.grants;
};

/** A response type is offered when all of its grants are (RFC 7591 section 2.1). */
const offeredResponseTypes = (grantTypes: readonly string[]): readonly string[] =>
  RESPONSE_TYPES.filter((type) =>
    type.split(' ').every((part) => grantTypes.includes(part === 'code' ? 'authorization_code' : 'implicit')),
  );
