import { matcherOf } from '../core/metadata/scope-pattern';
import { scopeTokens } from '../core/metadata/scope-tokens';
import type { Resource } from '../platform/config/resources';

/**
 * The words of OpenID Connect, and that which asks for refresh tokens. No resource offers them here, and libraries send
 * them to every server, so a scope of nothing else names no access.
 */
const OPENID_WORDS = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/** The resources of a request together: what they offer, and what they give without a scope. */
export type OfferedScopes = Pick<Resource, 'user_scopes' | 'default_user_scopes' | 'required_user_scopes'>;

/**
 * The scopes that a person may grant (RFC 6749 section 3.3): those of the request that a resource offers and the client
 * registered; the others are left out. Without a scope in the request, the defaults of the resources, or else what the
 * client registered. A client that registered no scope may request all that the resources offer.
 */
export const userScope = (
  requested: string | undefined,
  registered: string | undefined,
  offers: readonly OfferedScopes[],
  isNeverGranted: (scope: string) => boolean,
): string[] => {
  const isOffered = matcherOf(offers.flatMap(({ user_scopes = [] }) => user_scopes));
  const ofClient = accessIn(registered);
  const isRegistered = ofClient.length === 0 ? () => true : matcherOf(ofClient);
  const granted = (scopes: readonly string[]): string[] =>
    [...new Set(scopes)].filter((scope) => isOffered(scope) && isRegistered(scope) && !isNeverGranted(scope));
  const asked = accessIn(requested);
  if (asked.length > 0) return granted(asked);
  const defaults = granted(offers.flatMap(defaultsOf));
  return defaults.length > 0 ? defaults : granted(ofClient.filter((scope) => !scope.includes('*')));
};

/** The scopes of a request that names none. */
export const defaultsOf = ({ default_user_scopes, required_user_scopes = [] }: OfferedScopes): readonly string[] =>
  default_user_scopes ?? required_user_scopes;

const accessIn = (scope: string | undefined): string[] =>
  scopeTokens(scope).filter((token) => !OPENID_WORDS.has(token));
