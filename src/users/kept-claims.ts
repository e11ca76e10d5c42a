import { claimsOfRules } from '../core/access-rules/judge-access';
import { readAccessRules } from '../core/access-rules/access-rules';
import { claimAt } from '../core/claims/claim-values';
import type { Resources } from '../platform/config/resources';
import type { Upstream } from '../platform/config/upstreams/upstream';

/** The claims of an upstream that are kept: those that its rules, its pages and its resources read, and no others. */
export const keptClaims = (upstream: Upstream, resources: Resources): readonly string[] => {
  const { allow, deny, emailVerifiedClaim, labelClaim, tenants, claims } = upstream;
  const ofResources = [...resources.values()]
    .filter((resource) => resource.upstream === undefined || resource.upstream === upstream.id)
    .flatMap((resource) => [
      ...Object.values(resource.claims ?? {}),
      ...(resource.allow ? claimsOfRules(readAccessRules(resource.allow, [], []), emailVerifiedClaim) : []),
    ]);
  const ofRules = [...claimsOfRules(allow, emailVerifiedClaim), ...(deny.emails ? ['email'] : [])];
  return [...new Set([...ofRules, ...(tenants.length > 0 ? ['tid'] : []), labelClaim, ...claims, ...ofResources])];
};

/** These claims of a person, by the names that rules and resources use. */
export const pickClaims = (
  names: readonly string[],
  claims: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    names.map((name) => [name, claimAt(claims, name)] as const).filter(([, value]) => value !== undefined),
  );
