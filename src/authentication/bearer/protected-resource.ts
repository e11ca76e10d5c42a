import type { Environment } from '../../platform/config/environment';
import { tokenIssuer } from '../../platform/config/own-addresses';
import { DPOP_ALGS } from '../dpop/dpop-algs';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

type Variables = Pick<Environment, 'ISSUER' | 'TOKEN_ENDPOINT' | 'MANAGEMENT_SCOPE'>;

/** What this server tells about the registration endpoint (RFC 9728 section 2). */
export interface ProtectedResource {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly dpop_signing_alg_values_supported: readonly string[];
}

/** The registration endpoint as a protected resource: its identifier is its very address. */
export const registrationResource = (environment: Variables): ProtectedResource => ({
  resource: `${environment.ISSUER}/register`,
  resource_name: 'Client registration',
  authorization_servers: [tokenIssuer(environment)],
  scopes_supported: ['register', environment.MANAGEMENT_SCOPE].filter(Boolean),
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: DPOP_ALGS,
});

/** Where {@link registrationResource} is served: the path of the resource stands behind the well-known name (section 3.1). */
export const resourceMetadataAddress = (issuer: string): string => {
  const { origin, pathname } = new URL(issuer);
  return `${origin}${WELL_KNOWN}${pathname.replace(/\/$/, '')}/register`;
};
