import type { JWTPayload } from 'jose';
import type { Client } from '../clients/client.entity';

/** What a token is bound to (RFC 7800 section 3.1): a certificate (RFC 8705), a DPoP key (RFC 9449). */
export type Confirmation = Readonly<Partial<Record<'x5t#S256' | 'jkt', string>>>;

/** The party that acts for the subject of a token (RFC 8693 section 4.1), with the one that acted before it. */
export interface ActorClaim {
  readonly sub: string;
  readonly act?: ActorClaim;
}

/** What a new access token states. */
export interface AccessTokenContent {
  /** The `sub`: the client itself, or the one that it acts for (RFC 9068 section 2.2). */
  readonly subject: string;
  /** The client that gets the token. */
  readonly client: Client;
  readonly scope: readonly string[];
  /** The resources that the token is for; this server if the list is empty. */
  readonly audience: readonly string[];
  /** In seconds. */
  readonly lifetime: number;
  /** The keys that the token is bound to. */
  readonly confirmation?: Confirmation;
  readonly actor?: ActorClaim;
  /** RFC 9396 section 9.1. */
  readonly authorization_details?: readonly object[];
  /** The authorization by a person that the token belongs to. */
  readonly authorization?: PersonAuthorization;
}

/** What a token states of the authorization by a person that it belongs to. */
export interface PersonAuthorization {
  /** The id of the grant: the token is valid as long as the grant is. */
  readonly grant: string;
  /** When the person authenticated, and how (RFC 9068 section 2.2.1). */
  readonly auth_time: Date;
  readonly acr?: string | null;
  readonly amr?: readonly string[] | null;
  /** The claims that the resource wants to know about the person (RFC 9068 section 2.2.2). */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The claims that every access token has (RFC 9068 section 2.2), and those that some have. */
export interface AccessTokenClaims extends JWTPayload {
  readonly iss: string;
  readonly aud: string | string[];
  readonly sub: string;
  readonly client_id: string;
  /** A string in the tokens of this server. Another type counts as no scope. */
  readonly scope?: unknown;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly authorization_details?: readonly object[];
  readonly act?: ActorClaim;
  readonly cnf?: Confirmation;
  /** The grant of a token that acts for a person. */
  readonly grant?: string;
}

/** A valid access token, with the client that it was issued to. */
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

/** A token is not valid. The message is the reason, for the log; the response does not contain it. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}
