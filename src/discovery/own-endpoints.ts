import { SIGNING_ALGS } from '../core/jose/algorithms';
import { seesCertificates } from '../clients/operator-policy';
import { publicAddress } from '../platform/config/own-addresses';
import type { Contribution } from './contribution';

/** Where clients register, whoever issues their tokens. */
export const registration: Contribution = ({ ISSUER }) => ({ registration_endpoint: `${ISSUER}/register` });

/** The endpoints for tokens of this server, and the resource that accepts them (RFC 9728 section 4). */
export const ownTokens =
  (grants: readonly string[]): Contribution =>
  (environment) => ({
    token_endpoint: publicAddress(environment, '/token'),
    jwks_uri: publicAddress(environment, '/.well-known/jwks.json'),
    introspection_endpoint: publicAddress(environment, '/introspect'),
    revocation_endpoint: publicAddress(environment, '/revoke'),
    protected_resources: [`${environment.ISSUER}/register`],
    grant_types_supported: grants,
    dpop_signing_alg_values_supported: SIGNING_ALGS, // RFC 9449 section 5.1
    ...(seesCertificates(environment) && { tls_client_certificate_bound_access_tokens: true }), // RFC 8705 section 3.3
  });

/** Our endpoints where clients are asked for certificates (RFC 8705 section 5); `false` for those of our tokens. */
export const certificateAliases =
  (areTokensOurs: boolean): Contribution =>
  (environment) => {
    const { MTLS_ADDRESS } = environment;
    if (MTLS_ADDRESS === '' || !seesCertificates(environment)) return {};
    const alias = (path: string): string => publicAddress(environment, path, MTLS_ADDRESS);
    const ofTokens = {
      token_endpoint: alias('/token'),
      introspection_endpoint: alias('/introspect'),
      revocation_endpoint: alias('/revoke'),
    };
    return {
      mtls_endpoint_aliases: { registration_endpoint: alias('/register'), ...(areTokensOurs && ofTokens) },
    };
  };
