import type { Environment } from '../config/environment';
import type { OperatorPolicy } from './metadata/client-metadata.reader';

/** What the environment permits of what the code supports: one predicate for validation and discovery. */
export const operatorPolicy = ({ GRANT_TYPES, SCOPES, DEFAULT_SCOPES }: Environment): OperatorPolicy => ({
  scopes: SCOPES,
  defaultScopes: DEFAULT_SCOPES,
  permits: (member, value) => (member === 'grant_types' ? GRANT_TYPES.some((grant) => grant === value) : true),
});
