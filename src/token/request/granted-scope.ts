import { scopeTokens } from '../../clients/metadata/scope';
import { InvalidScope } from '../../oauth/errors';

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * The scope tokens of a request (RFC 6749 section 3.3): all that the client registered if it names none, and never
 * more; where the target limits scopes, only those. Throws {@link InvalidScope}.
 */
export const grantedScope = (
  asked: string | null,
  registered: string | undefined,
  limit: readonly string[] | undefined,
): string[] => {
  const permitted = scopeTokens(registered).filter((token) => limit?.includes(token) ?? true);
  if (asked === null) return permitted;
  if (!SCOPE.test(asked)) throw new InvalidScope('scope must be scope tokens with single spaces between them');
  const excess = scopeTokens(asked).filter((token) => !permitted.includes(token));
  if (excess.length > 0)
    throw new InvalidScope(
      `scope must be within what the client registered and the resource knows; leave out ${excess.join(' ')}`,
    );
  return scopeTokens(asked);
};
