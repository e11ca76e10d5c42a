import { scopeNotGranted } from '../../../core/errors/refusals';
import { scopeTokens } from '../../../core/metadata/scope-tokens';

/**
 * The scopes of a new access token (RFC 6749 section 6): those that the request names of the grant, or all if it names none.
 * A scope that means nothing here, such as `offline_access`, is left out: libraries send it with every refresh. Throws
 * {@link InvalidScope} for one that `isKnown` and was not granted.
 */
export const narrowedScope = (
  requested: string | undefined,
  granted: readonly string[],
  isKnown: (scope: string) => boolean,
): readonly string[] => {
  const named = scopeTokens(requested);
  const excess = named.filter((scope) => !granted.includes(scope) && isKnown(scope));
  if (excess.length > 0) throw scopeNotGranted(excess);
  const within = granted.filter((scope) => named.includes(scope));
  return within.length > 0 ? within : granted;
};
