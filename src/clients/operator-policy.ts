import type { Environment } from '../config/environment';
import { ClientMetadata } from './metadata/client-metadata.dto';
import { type NamedRow, rowsOf } from './metadata/metadata-row';
import type { OperatorPolicy } from './metadata/operator-choice';

const LIMITS = new Map(rowsOf(ClientMetadata).map(({ name, is }) => [name, is.limitedBy]));

/** What the environment permits of what the code supports: one predicate for validation and discovery. */
export const operatorPolicy = (environment: Environment): OperatorPolicy => {
  const limitOf = (member: string): readonly string[] | undefined => {
    const limit = LIMITS.get(member);
    return limit && environment[limit];
  };
  const permits = (member: string, value: string): boolean => limitOf(member)?.includes(value) ?? true;
  return {
    scopes: environment.SCOPES,
    defaultScopes: environment.DEFAULT_SCOPES,
    scopePolicy: environment.SCOPE_POLICY,
    privateUseSchemes: environment.PRIVATE_USE_SCHEMES,
    permits,
    offers: ({ name, is }: NamedRow) => (is.supported ?? limitOf(name))?.filter((value) => permits(name, value)),
  };
};
