import { RESPONSE_TYPES } from '../core/metadata/vocabulary';
import type { Environment } from '../platform/config/environment';
import { publicAddress } from '../platform/config/own-addresses';
import type { Contribution } from './contribution';

/** The endpoints of the authorization server that shares this issuer, as the operator names them. Takes our own grants. */
export const neighbours =
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

/** What issues and judges the tokens of the issuer, where a neighbour does that; its lists are not ours to tell. */
export const neighbourTokens: Contribution = (environment) => ({
  token_endpoint: environment.TOKEN_ENDPOINT,
  jwks_uri: environment.JWKS_URI,
  introspection_endpoint: environment.INTROSPECTION_ENDPOINT,
  revocation_endpoint: environment.REVOCATION_ENDPOINT,
});

/** The address that each grant needs to be served: that of our token endpoint, or one of a neighbour. */
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
 * The grants that clients may register and that somebody serves: this server, or a neighbour that is configured. Never
 * empty, because the absent list would stand for authorization_code and implicit (RFC 8414 section 2).
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
