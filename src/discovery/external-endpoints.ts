import { RESPONSE_TYPES } from '../core/metadata/vocabulary';
import type { Environment } from '../platform/config/environment';
import { publicAddress } from '../platform/config/own-addresses';
import type { Contribution } from './contribution';

/** The endpoints of the external server that shares this issuer. Takes the grants that this server serves. */
export const externalEndpoints =
  (grants: readonly string[]): Contribution =>
  (environment) => ({
    authorization_endpoint: environment.AUTHORIZATION_ENDPOINT,
    userinfo_endpoint: environment.USERINFO_ENDPOINT,
    end_session_endpoint: environment.END_SESSION_ENDPOINT,
    pushed_authorization_request_endpoint: environment.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
    device_authorization_endpoint: environment.DEVICE_AUTHORIZATION_ENDPOINT,
    backchannel_authentication_endpoint: environment.BACKCHANNEL_AUTHENTICATION_ENDPOINT,
    claims_supported: environment.CLAIMS_SUPPORTED,
    grant_types_supported: servedGrants(environment, grants),
    response_types_supported: offeredResponseTypes(environment),
    code_challenge_methods_supported: ['S256'],
  });

/** The endpoints of an external server that issues the tokens of the issuer. Lists of what it supports are not known here. */
export const externalTokenEndpoints: Contribution = (environment) => ({
  token_endpoint: environment.TOKEN_ENDPOINT,
  jwks_uri: environment.JWKS_URI,
  introspection_endpoint: environment.INTROSPECTION_ENDPOINT,
  revocation_endpoint: environment.REVOCATION_ENDPOINT,
});

/** The endpoint without which a grant is not served: the token endpoint of this server, or an external one. */
const addressesOf = (
  environment: Environment,
  grants: readonly string[],
): Readonly<Record<string, string | undefined>> => {
  const { AUTHORIZATION_ENDPOINT, DEVICE_AUTHORIZATION_ENDPOINT, BACKCHANNEL_AUTHENTICATION_ENDPOINT } = environment;
  return {
    authorization_code: AUTHORIZATION_ENDPOINT,
    implicit: AUTHORIZATION_ENDPOINT,
    'urn:ietf:params:oauth:grant-type:device_code': DEVICE_AUTHORIZATION_ENDPOINT,
    'urn:openid:params:grant-type:ciba': BACKCHANNEL_AUTHENTICATION_ENDPOINT,
    refresh_token:
      environment.TOKEN_ENDPOINT ??
      AUTHORIZATION_ENDPOINT ??
      DEVICE_AUTHORIZATION_ENDPOINT ??
      BACKCHANNEL_AUTHENTICATION_ENDPOINT,
    ...Object.fromEntries(grants.map((grant) => [grant, publicAddress(environment, '/token')])),
  };
};

/**
 * The grants that clients may register and that this server or a configured external endpoint serves. Never empty,
 * because an absent list means authorization_code and implicit (RFC 8414 section 2).
 */
const servedGrants = (environment: Environment, grants: readonly string[]): readonly string[] => {
  const addresses = addressesOf(environment, grants);
  const served = environment.GRANT_TYPES.filter(
    (grant) => (grant in addresses ? addresses[grant] : environment.TOKEN_ENDPOINT) !== undefined,
  );
  return served.length > 0 ? served : grants;
};

/** A response type is offered when all of its grants are (RFC 7591 section 2.1). */
const offeredResponseTypes = ({ GRANT_TYPES }: Environment): readonly string[] =>
  RESPONSE_TYPES.filter((type) =>
    type.split(' ').every((part) => GRANT_TYPES.includes(part === 'code' ? 'authorization_code' : 'implicit')),
  );
