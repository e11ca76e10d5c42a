import type { Issuer } from '../../core/issuer';
import { SIGNING_ALGS } from '../../core/jose/algorithms';
import { REGISTER_SCOPE } from '../../core/metadata/scope-tokens';

/** The metadata document of the registration endpoint as a protected resource (RFC 9728 section 2). */
export interface ProtectedResource {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly dpop_signing_alg_values_supported: readonly string[];
}

/** The registration endpoint as a protected resource: its identifier is its address. */
export const registrationResource = (issuer: Issuer, managementScope: string): ProtectedResource => ({
  resource: issuer.registrationEndpoint,
  resource_name: 'Client registration',
  authorization_servers: [issuer.tokenIssuer],
  scopes_supported: [REGISTER_SCOPE, managementScope].filter(Boolean),
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: SIGNING_ALGS,
});
