import type { Issuer } from '../core/issuer';
import { SIGNING_ALGS } from '../core/jose/algorithms';
import type { Resource } from '../platform/config/resources';
import { defaultsOf } from './user-scope';

/** The metadata of a protected resource (RFC 9728 section 2). */
export type ResourceMetadata = Readonly<Record<string, unknown>> & {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
};

/** The metadata of a resource of `RESOURCES`, for clients of people. Absent members are left out. */
export const resourceMetadata = (issuer: Issuer, identifier: string, resource: Resource): ResourceMetadata => ({
  resource: identifier,
  authorization_servers: [issuer.identifier],
  ...(resource.user_scopes && resource.user_scopes.length > 0 && { scopes_supported: resource.user_scopes }),
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: SIGNING_ALGS,
  ...(resource.name !== undefined && { resource_name: resource.name }),
  ...(resource.documentation !== undefined && { resource_documentation: resource.documentation }),
  ...(resource.policy_uri !== undefined && { resource_policy_uri: resource.policy_uri }),
  ...(resource.tos_uri !== undefined && { resource_tos_uri: resource.tos_uri }),
});

/**
 * The value of `WWW-Authenticate` with which the resource answers 401: where its metadata are (RFC 9728 section 5.1), and
 * the scopes that a request gets that names none (RFC 6750 section 3).
 */
export const challengeOf = (issuer: Issuer, identifier: string, resource: Resource): string => {
  const scopes = defaultsOf(resource);
  const address = `Bearer resource_metadata="${issuer.metadataAddressOf(identifier)}"`;
  return scopes.length > 0 ? `${address}, scope="${scopes.join(' ')}"` : address;
};
