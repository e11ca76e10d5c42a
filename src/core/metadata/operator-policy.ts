import type { ExtensionMember } from './extension-member';
import type { NamedRow } from './metadata-row';
import type { OptionalFeature } from './optional-feature';
import type { ScopeOffer } from './scope';

/**
 * The values that the operator permits, of those that the code supports. Validation and discovery use the same policy,
 * so that they agree.
 */
export interface OperatorPolicy extends ScopeOffer {
  permits(member: string, value: string): boolean;
  /** The values of a member that may be registered; `undefined` if the choice is open. */
  offers(row: NamedRow): readonly string[] | undefined;
  /** Whether the server that signs users in has a feature: what clients register of it is disregarded otherwise. */
  has(feature: OptionalFeature): boolean;
  /** Private-use schemes without a dot that redirect URIs may use; `*` permits all. */
  readonly privateUseSchemes: readonly string[];
  /** What happens to grants and response types that a client cannot have: dropped, or the request is refused. */
  readonly grantPolicy: 'narrow' | 'reject';
  /** What happens to `web` beside redirect URIs of native clients: it becomes `native`, or the request is refused. */
  readonly applicationTypePolicy: 'infer' | 'reject';
  /** Members that the operator adds to the table, in the order of the response. */
  readonly extensions: readonly ExtensionMember[];
}

/** A policy that permits everything that the code supports, and these scopes. */
export const permitEverything = (scopes: readonly string[] = []): OperatorPolicy => ({
  scopes,
  defaultScopes: [],
  scopePolicy: 'reject',
  privateUseSchemes: ['*'],
  grantPolicy: 'reject',
  applicationTypePolicy: 'reject',
  extensions: [],
  permits: () => true,
  has: () => true,
  offers: ({ is }) => is.supported,
});
