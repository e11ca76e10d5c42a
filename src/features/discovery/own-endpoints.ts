import { SIGNING_ALGS } from '../../core/jose/algorithms';
import type { Contribution } from './contribution';

/** Where clients register, whichever server issues their tokens, unless the operator does not want it to be found. */
export const registration: Contribution = ({ issuer, options }) => ({
  registration_endpoint: options.namesRegistration ? issuer.registrationEndpoint : undefined,
});

/** The endpoints for tokens of this server, and the resource that accepts them (RFC 9728 section 4). */
export const ownTokens: Contribution = ({ issuer, grants, options: { seesCertificates } }) => ({
  token_endpoint: issuer.tokenEndpoint,
  jwks_uri: issuer.jwksUri,
  introspection_endpoint: issuer.introspectionEndpoint,
  revocation_endpoint: issuer.revocationEndpoint,
  protected_resources: issuer.resources,
  grant_types_supported: grants,
  dpop_signing_alg_values_supported: SIGNING_ALGS, // RFC 9449 section 5.1
  ...(seesCertificates && { tls_client_certificate_bound_access_tokens: true }), // RFC 8705 section 3.3
});

/**
 * The endpoints at the address at which clients present certificates (RFC 8705 section 5): of registration, and of
 * tokens if these are of this server.
 */
export const certificateAliases =
  (areTokensOurs: boolean): Contribution =>
  ({ issuer, options: { seesCertificates, namesRegistration, hasSignIn } }) => {
    const address = issuer.certificateAddressOf('/register');
    if (address === undefined || !seesCertificates) return {};
    const registration_endpoint = namesRegistration ? address : undefined;
    const ofTokens = {
      pushed_authorization_request_endpoint: hasSignIn ? issuer.certificateAddressOf('/par') : undefined,
      token_endpoint: issuer.certificateAddressOf('/token'),
      introspection_endpoint: issuer.certificateAddressOf('/introspect'),
      revocation_endpoint: issuer.certificateAddressOf('/revoke'),
    };
    return { mtls_endpoint_aliases: { registration_endpoint, ...(areTokensOurs && ofTokens) } };
  };
