import { scopeNotRegistered } from '../../../core/errors/refusals';
import type { Target } from '../../../access-tokens/resource-servers.service';
import { InvalidTarget } from '../../../core/errors/errors';
import { matcherOf } from '../../../core/metadata/scope-pattern';
import { RESERVED_SCOPES, SCOPE, scopeTokens } from '../../../core/metadata/scope-tokens';

/** In characters. No client can have registered a longer scope. */
export const MAX_SCOPE_LENGTH = 4000;

/** Whether a text is scope tokens with one space between them (RFC 6749 section 3.3). */
export const isScope = (text: string): boolean => SCOPE.test(text);

/**
 * The scope tokens that a client gets (RFC 6749 section 3.3): those that the request names, or without any all that the
 * client registered and the target permits. A client that registered a pattern with `*`, such as `storage.read:*`, may
 * request every scope that matches it. The scopes `register` and `register:admin` are for this server alone: for another resource they are left
 * out, or refused if the request names them. Throws {@link InvalidScope} for a scope that is not registered or not
 * permitted, {@link InvalidTarget} for one of these together with another resource.
 */
export const grantedScope = (
  requested: string | undefined,
  registered: string | undefined,
  { scopes: limit, isOursAlone }: Pick<Target, 'scopes' | 'isOursAlone'>,
): string[] => {
  const own = scopeTokens(registered);
  const isWithinLimit = limit ? matcherOf(limit) : () => true;
  if (requested === undefined)
    return own.filter((token) => isWithinLimit(token) && (isOursAlone || !RESERVED_SCOPES.has(token)));
  const isRegistered = matcherOf(own);
  const tokens = scopeTokens(requested);
  const excess = tokens.filter((token) => !isRegistered(token) || !isWithinLimit(token));
  if (excess.length > 0) throw scopeNotRegistered(excess);
  const reserved = tokens.find((token) => RESERVED_SCOPES.has(token));
  if (!isOursAlone && reserved !== undefined)
    throw new InvalidTarget(
      `resource must name no other server beside the scope ${reserved}; obtain a token for each of them`,
    );
  return tokens;
};
