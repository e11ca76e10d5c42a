import type { Client } from '../clients/client.entity';

/** An access token that was found valid: whose it is and what it permits. */
export interface AccessToken {
  readonly jti: string;
  readonly client: Client;
  readonly scope: readonly string[];
}

/** Why a token is not valid, for the log; the caller learns only that it is not. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}
