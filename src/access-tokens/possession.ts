import { type AccessToken, type Confirmation, TokenRefused } from './access-token';

/**
 * Throws {@link TokenRefused} unless the sender showed every key that the token is bound to (RFC 7800 section 3.1): the
 * certificate of its connection (RFC 8705 section 3), the key of its proof (RFC 9449 section 7.1). A confirmation of
 * another kind cannot be shown. A proof for a token that is bound to no key of proofs proves nothing.
 */
export const requirePossession = ({ claims: { cnf = {} } }: AccessToken, shown: Confirmation): void => {
  const keys = new Map(Object.entries(shown));
  const missing = Object.entries(cnf).find(([kind, key]) => keys.get(kind) !== key);
  if (missing) throw new TokenRefused(`it is bound to a ${missing[0]} that was not shown`);
  if (shown.jkt !== undefined && cnf.jkt === undefined) throw new TokenRefused('it is bound to no key of proofs');
};
