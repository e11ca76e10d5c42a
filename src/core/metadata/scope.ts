import { didYouMean } from '../validation/did-you-mean';
import { scopeMatcher } from './scope-pattern';
import { scopeTokens } from './scope-tokens';

type ScopePolicy = 'narrow' | 'reject' | 'default';

/** The scopes, or patterns of them (see `scope-pattern.ts`), that clients may have, and those that a client gets if it asks for none. */
export interface ScopeOffer {
  readonly scopes: readonly string[];
  readonly defaultScopes: readonly string[];
  /**
   * What happens to scopes that are not offered: they are dropped, the request is refused, or they are dropped and the
   * default scopes take their place if none is left.
   */
  readonly scopePolicy: ScopePolicy;
}

/** The reason why a scope is refused. */
interface ScopeRefusal {
  readonly rule: string;
  readonly remedy: string;
}

/** The scope that a client gets, which may be empty, or the reason why it is refused. */
export interface NarrowedScope {
  readonly scope?: string;
  readonly refusal?: ScopeRefusal;
}

/**
 * Narrows the scope that a client asked for to what is offered, in the order asked for (RFC 7591 section 2). With the
 * policy `narrow` the scope is refused if none of it is offered, with `reject` if any of it is not.
 */
export const narrowScope = (scope: string | undefined, offer: ScopeOffer): NarrowedScope => {
  const { scopes, defaultScopes, scopePolicy } = offer;
  const asked = scopeTokens(scope);
  const granted = asked.filter(scopeMatcher(scopes));
  const isRefused =
    scopePolicy === 'reject' ? granted.length < asked.length : granted.length === 0 && scopePolicy === 'narrow';
  if (asked.length > 0 && isRefused) return { refusal: refusalOf(asked, granted, offer) };
  const left = granted.length > 0 ? granted : defaultScopes;
  return left.length > 0 ? { scope: left.join(' ') } : {};
};

/** Replaces the scope of the metadata by the narrowed one. */
export const withScope = <Metadata extends { scope?: string }>(
  metadata: Metadata,
  { scope }: NarrowedScope,
): Metadata => Object.assign(metadata, { scope });

const refusalOf = (
  asked: readonly string[],
  granted: readonly string[],
  { scopes, scopePolicy }: ScopeOffer,
): ScopeRefusal => {
  const offered = scopePolicy === 'reject' ? 'only scopes that are offered here' : 'a scope that is offered here';
  const unoffered = asked.find((token) => !granted.includes(token));
  const use = scopes.length > 0 ? `use some of ${scopes.join(' ')}` : 'leave it out';
  return { rule: `must name ${offered}`, remedy: didYouMean(unoffered, scopes, use) };
};
