import type { AccessTokenOptions } from '../../access-tokens/access-token-options';
import { OWN_RESOURCES } from '../../access-tokens/own-resources';
import type { Issuer, ResourcePath } from '../../core/issuer';
import { SIGNING_ALGS } from '../../core/jose/algorithms';

/** The metadata document of a protected resource of this server (RFC 9728 section 2). */
export interface ProtectedResource {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly dpop_signing_alg_values_supported: readonly string[];
}

/** The metadata of the resource with this path. Its identifier is its address. */
export const protectedResource = (
  issuer: Issuer,
  path: ResourcePath,
  options: Pick<AccessTokenOptions, 'managementScope' | 'administratorIssuer'>,
): ProtectedResource => ({
  resource: issuer.addressOf(path),
  resource_name: OWN_RESOURCES[path].name,
  authorization_servers: [issuer.tokenIssuer, ...(OWN_RESOURCES[path].otherIssuers?.(options) ?? [])],
  scopes_supported: OWN_RESOURCES[path].scopes(options),
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: SIGNING_ALGS,
});
