import { RESPONSE_TYPES } from '../clients/metadata/vocabulary';
import type { Environment } from '../config/environment';
import type { Contribution } from './contribution';

/** The endpoints of the authorization server that shares this issuer, as the operator names them. */
export const neighbours: Contribution = (environment) => ({
  authorization_endpoint: environment.AUTHORIZATION_ENDPOINT,
  userinfo_endpoint: environment.USERINFO_ENDPOINT,
  end_session_endpoint: environment.END_SESSION_ENDPOINT,
  pushed_authorization_request_endpoint: environment.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
  device_authorization_endpoint: environment.DEVICE_AUTHORIZATION_ENDPOINT,
  response_types_supported: offeredResponseTypes(environment),
  code_challenge_methods_supported: ['S256'],
});

/** A response type is offered when all of its grants are (RFC 7591 section 2.1). */
const offeredResponseTypes = ({ GRANT_TYPES }: Environment): readonly string[] =>
  RESPONSE_TYPES.filter((type) =>
    type.split(' ').every((part) => GRANT_TYPES.includes(part === 'code' ? 'authorization_code' : 'implicit')),
  );
