import { invalidClientMetadata } from '../errors/registration-errors';
import { didYouMean } from '../validation/did-you-mean';
import type { ClientMetadata } from './client-metadata.dto';
import { scopeMatcher } from './scope-pattern';
import { scopeTokens } from './scope-tokens';

type ScopePolicy = 'narrow' | 'reject' | 'default';

/** The scopes, or patterns of them (see `scope-pattern.ts`), that an operator offers to registered clients, and those a client gets that asks for none. */
export interface ScopeOffer {
  readonly scopes: readonly string[];
  readonly defaultScopes: readonly string[];
  /**
   * What happens to scopes that are not offered: they are dropped, the request is refused, or they are dropped and the
   * default scopes take their place where nothing is left.
   */
  readonly scopePolicy: ScopePolicy;
}

/** Why a client cannot have the scope it asked for: nothing of it is offered, or not all of it where that is the policy. */
export const unofferedScope = (
  { scope }: Pick<ClientMetadata, 'scope'>,
  { scopes, scopePolicy }: ScopeOffer,
): { rule: string; remedy: string } | undefined => {
  const asked = scopeTokens(scope);
  const granted = asked.filter(scopeMatcher(scopes));
  const isRefused =
    scopePolicy === 'reject' ? granted.length < asked.length : granted.length === 0 && scopePolicy === 'narrow';
  if (asked.length === 0 || !isRefused) return undefined;
  const what = scopePolicy === 'reject' ? 'only scopes that are offered here' : 'a scope that is offered here';
  const strange = asked.find((token) => !granted.includes(token));
  const use = scopes.length > 0 ? `use some of ${scopes.join(' ')}` : 'leave it out';
  return { rule: `must name ${what}`, remedy: didYouMean(strange, scopes, use) };
};

/**
 * Gives a client what it may have of the scope it asked for: the scopes that the operator offers, in the order asked
 * for (RFC 7591 section 2). Throws when the offer has none for it: see {@link unofferedScope}.
 */
export const narrowScope = (metadata: ClientMetadata, offer: ScopeOffer): ClientMetadata => {
  const refusal = unofferedScope(metadata, offer);
  if (refusal) throw invalidClientMetadata('scope', refusal.rule, refusal.remedy);
  const granted = scopeTokens(metadata.scope).filter(scopeMatcher(offer.scopes));
  const scope = (granted.length > 0 ? granted : offer.defaultScopes).join(' ');
  if (scope !== '') metadata.scope = scope;
  else if (metadata.scope !== undefined) delete metadata.scope;
  return metadata;
};
