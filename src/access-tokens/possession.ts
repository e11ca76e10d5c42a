import { type AccessTokenClaims, type Confirmation, TokenRefused } from './access-token';

/**
 * Throws {@link TokenRefused} unless the sender proved to hold every key that the token is bound to (RFC 7800 section
 * 3.1): the certificate of its connection (RFC 8705 section 3), the key of its proof (RFC 9449 section 7.1). A token
 * with a confirmation of another kind, or without a value, is refused. A DPoP proof that is sent with a token that is
 * not bound to a DPoP key is refused too.
 */
export const requirePossession = (
  { claims: { cnf = {} } }: { readonly claims: Pick<AccessTokenClaims, 'cnf'> },
  shown: Confirmation,
): void => {
  const keys = new Map<string, unknown>(Object.entries(shown));
  const missing = boundTo(cnf).find(([kind, key]) => typeof key !== 'string' || keys.get(kind) !== key);
  if (missing) throw new TokenRefused(`it is bound to a ${missing[0]} that was not shown`);
  if (shown.jkt !== undefined && cnf.jkt === undefined) throw new TokenRefused('it is bound to no key of proofs');
};

const boundTo = (cnf: unknown): [kind: string, key: unknown][] => {
  if (typeof cnf !== 'object' || cnf === null) throw new TokenRefused('its cnf is no object');
  return Object.entries(cnf);
};
