import type { Target } from '../../access-tokens/resource-servers.service';
import { REGISTER_SCOPE } from '../../clients/registrar.service';
import { InvalidScope, InvalidTarget } from '../../core/errors/errors';
import { scopeTokens } from '../../core/metadata/scope';
import { matcherOf, scopeMatcher } from '../../core/metadata/scope-pattern';

/** No client can have registered more. */
const MAX_LENGTH = 4000;
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * The scope tokens of a request (RFC 6749 section 3.3): all that the client registered if it names none, and never
 * more; where the target limits scopes, only those. A client that registered a scope with `*`, such as
 * `storage.read:*`, may name any scope that it stands for; what is registered was offered, so that all of those are.
 * The scope `register` is for this server alone: beside another resource it is left out if it is not named, else
 * refused. Throws {@link InvalidScope}, {@link InvalidTarget}.
 */
export const grantedScope = (
  asked: string | null,
  registered: string | undefined,
  { scopes: limit, isOursAlone }: Pick<Target, 'scopes' | 'isOursAlone'>,
): string[] => {
  const own = scopeTokens(registered);
  const isRegistered = matcherOf(own);
  const isWithinLimit = limit ? scopeMatcher(limit) : () => true;
  if (asked === null) return own.filter((token) => isWithinLimit(token) && (isOursAlone || token !== REGISTER_SCOPE));
  if (asked.length > MAX_LENGTH) throw new InvalidScope(`scope must be ${MAX_LENGTH} characters at most; ask for less`);
  if (!SCOPE.test(asked))
    throw new InvalidScope('scope must be scope tokens of printable ASCII; separate them by one space');
  const tokens = scopeTokens(asked);
  const excess = tokens.filter((token) => !isRegistered(token) || !isWithinLimit(token));
  if (excess.length > 0)
    throw new InvalidScope(
      `scope must be within what the client registered and the resource knows; leave out ${excess.join(' ')}`,
    );
  if (!isOursAlone && tokens.includes(REGISTER_SCOPE))
    throw new InvalidTarget(
      'resource must name no other server beside the scope register; obtain a token for each of them',
    );
  return tokens;
};
