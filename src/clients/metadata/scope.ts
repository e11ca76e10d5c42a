import { invalidClientMetadata } from '../../oauth/registration-errors';
import type { ClientMetadata } from './client-metadata.dto';

/** The scopes that an operator offers to registered clients, and those a client gets that asks for none. */
export interface ScopeOffer {
  readonly scopes: readonly string[];
  readonly defaultScopes: readonly string[];
  /** What happens to scopes that are not offered: dropped, or the request is refused. */
  readonly scopePolicy: 'narrow' | 'reject';
}

/** The tokens of a scope value without repetitions, in the order given (RFC 6749 section 3.3). */
export const scopeTokens = (scope = ''): string[] => [...new Set(scope.split(' ').filter(Boolean))];

/**
 * Gives a client what it may have of the scope it asked for: the scopes that the operator offers, in the order asked
 * for (RFC 7591 section 2). Throws when nothing is left of a request that asked for something, or when the operator
 * wants what is not offered to be refused.
 */
export const narrowScope = (
  metadata: ClientMetadata,
  { scopes, defaultScopes, scopePolicy }: ScopeOffer,
): ClientMetadata => {
  const asked = scopeTokens(metadata.scope);
  const granted = asked.length > 0 ? asked.filter((token) => scopes.includes(token)) : defaultScopes;
  const isRefused = granted.length === 0 || (scopePolicy === 'reject' && granted.length < asked.length);
  if (asked.length > 0 && isRefused)
    throw invalidClientMetadata(
      'scope',
      scopePolicy === 'reject'
        ? 'must name only scopes that are offered here'
        : 'must name a scope that is offered here',
      scopes.length > 0 ? `use some of ${scopes.join(' ')}` : 'leave it out',
    );
  if (granted.length > 0) metadata.scope = granted.join(' ');
  else delete metadata.scope;
  return metadata;
};
