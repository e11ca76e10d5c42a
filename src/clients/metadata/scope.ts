import { invalidClientMetadata } from '../../oauth/registration-errors';

/** The scopes that an operator offers to registered clients, and those a client gets that asks for none. */
export interface ScopeOffer {
  readonly scopes: readonly string[];
  readonly defaultScopes: readonly string[];
}

/** The tokens of a scope value without repetitions, in the order given (RFC 6749 section 3.3). */
export const scopeTokens = (scope = ''): string[] => [...new Set(scope.split(' ').filter(Boolean))];

/**
 * What a client may be given of the scope it asked for: the scopes that the operator offers, in the order asked for.
 * Throws when nothing is left of a request that asked for something.
 */
export const narrowScope = (asked: string | undefined, { scopes, defaultScopes }: ScopeOffer): string | undefined => {
  if (!asked) return defaultScopes.length > 0 ? defaultScopes.join(' ') : undefined;
  const granted = scopeTokens(asked).filter((token) => scopes.includes(token));
  if (granted.length === 0)
    throw invalidClientMetadata('scope', 'must name a scope that is offered here', `use some of ${scopes.join(' ')}`);
  return granted.join(' ');
};
