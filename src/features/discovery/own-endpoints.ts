import { SIGNING_ALGS } from '../../core/jose/algorithms';
import type { Contribution } from './contribution';

/** Where clients register, whichever server issues their tokens. */
export const registration: Contribution = ({ issuer }) => ({ registration_endpoint: issuer.registrationEndpoint });

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
  ({ issuer, options: { seesCertificates } }) => {
    const registration_endpoint = issuer.certificateAddressOf('/register');
    if (registration_endpoint === undefined || !seesCertificates) return {};
    const ofTokens = {
      token_endpoint: issuer.certificateAddressOf('/token'),
      introspection_endpoint: issuer.certificateAddressOf('/introspect'),
      revocation_endpoint: issuer.certificateAddressOf('/revoke'),
    };
    return { mtls_endpoint_aliases: { registration_endpoint, ...(areTokensOurs && ofTokens) } };
  };
