import type { Issuer } from '../../../core/issuer';
import type { UsableToken } from '../../../user-grants/refresh-tokens.service';

/** What a client learns of its own refresh token (RFC 7662 section 2.2). */
export interface RefreshTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly client_id: string;
  readonly scope?: string;
  /** In seconds since 1970, if it is not used before. */
  readonly exp: number;
}

/** The claims of a refresh token that could be used now. */
export const refreshTokenClaims = (
  { tokenIssuer }: Issuer,
  { grant: { sub, client_id, scope }, expires_at }: UsableToken,
): { readonly active: true } & RefreshTokenClaims => ({
  active: true,
  iss: tokenIssuer,
  sub,
  client_id,
  ...(scope.length > 0 && { scope: scope.join(' ') }),
  exp: Math.floor(expires_at.getTime() / 1000),
});
