import type { NamedRow } from './metadata-row';
import type { ScopeOffer } from './scope';

/** What the operator permits of what the code supports: the one predicate of validation and discovery. */
export interface OperatorPolicy extends ScopeOffer {
  permits(member: string, value: string): boolean;
  /** The values of a member that may be registered; nothing where the choice is open. */
  offers(row: NamedRow): readonly string[] | undefined;
  /** Private-use schemes without a dot that redirect URIs may use all the same. */
  readonly privateUseSchemes: readonly string[];
}
