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

/** Why a client cannot have the scope it asked for: nothing of it is offered, or not all of it where that is the policy. */
export const unofferedScope = (
  { scope }: Pick<ClientMetadata, 'scope'>,
  { scopes, scopePolicy }: ScopeOffer,
): { rule: string; remedy: string } | undefined => {
  const asked = scopeTokens(scope);
  const granted = asked.filter((token) => scopes.includes(token));
  const isRefused = granted.length === 0 || (scopePolicy === 'reject' && granted.length < asked.length);
  if (asked.length === 0 || !isRefused) return undefined;
  const what = scopePolicy === 'reject' ? 'only scopes that are offered here' : 'a scope that is offered here';
  return { rule: `must name ${what}`, remedy: scopes.length > 0 ? `use some of ${scopes.join(' ')}` : 'leave it out' };
};

/**
 * Gives a client what it may have of the scope it asked for: the scopes that the operator offers, in the order asked
 * for (RFC 7591 section 2). Throws when the offer has none for it: see {@link unofferedScope}.
 */
export const narrowScope = (metadata: ClientMetadata, offer: ScopeOffer): ClientMetadata => {
  const refusal = unofferedScope(metadata, offer);
  if (refusal) throw invalidClientMetadata('scope', refusal.rule, refusal.remedy);
  const asked = scopeTokens(metadata.scope);
  const granted = asked.length > 0 ? asked.filter((token) => offer.scopes.includes(token)) : offer.defaultScopes;
  if (granted.length > 0) metadata.scope = granted.join(' ');
  else if (metadata.scope !== undefined) delete metadata.scope;
  return metadata;
};
