import type { JWTPayload } from 'jose';
import type { Client } from '../clients/client.entity';

/** What a token is bound to (RFC 7800 section 3.1): a certificate (RFC 8705), a DPoP key (RFC 9449). */
export type Confirmation = Readonly<Partial<Record<'x5t#S256' | 'jkt', string>>>;

/** What a new access token is to say beyond whose it is. */
export interface TokenContent {
  readonly scope: readonly string[];
  /** The resources it is for; this server if there are none. */
  readonly audience: readonly string[];
  /** In seconds. */
  readonly lifetime: number;
  /** RFC 9396 section 9.1. */
  readonly authorization_details?: readonly object[];
  readonly cnf?: Confirmation;
}

/** The claims that every access token has (RFC 9068 section 2.2), and those that some have. */
export interface AccessTokenClaims extends JWTPayload {
  readonly iss: string;
  readonly aud: string | string[];
  readonly sub: string;
  readonly client_id: string;
  /** A text in what we issue; whatever else comes in is no scope. */
  readonly scope?: unknown;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly authorization_details?: readonly object[];
  readonly cnf?: Confirmation;
}

/** An access token that was found valid: whose it is and what it permits. */
export interface AccessToken {
  readonly jti: string;
  readonly client: Client;
  readonly scope: readonly string[];
  readonly claims: AccessTokenClaims;
}

/** How a token is presented: with a proof if it is bound to a DPoP key (RFC 9449 sections 5 and 6.2). */
export const tokenTypeOf = ({ jkt }: Confirmation = {}): 'Bearer' | 'DPoP' => (jkt === undefined ? 'Bearer' : 'DPoP');

/** The resources a token is for (RFC 7519 section 4.1.3). */
export const audienceOf = ({ aud }: Pick<AccessTokenClaims, 'aud'>): readonly string[] => [aud].flat();

/** Why a token is not valid, for the log; the caller learns only that it is not. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}
