import type { Confirmation } from '../../access-tokens/access-token';
import type { Client } from '../../clients/client.entity';
import type { OWN_GRANTS } from '../../core/metadata/vocabulary';

/** A successful answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly expires_in: number;
  readonly scope?: string;
  /** RFC 9396 section 7. */
  readonly authorization_details?: readonly object[];
}

/** One grant: turns the request of an authenticated client into tokens, bound to the keys that it showed. */
export interface Grant {
  readonly grant_type: (typeof OWN_GRANTS)[number];
  /** Whether clients may use it that prove nothing (RFC 6749 section 2.1). */
  readonly admitsPublicClients: boolean;
  grant(client: Client, form: URLSearchParams, cnf: Confirmation): Promise<TokenResponse>;
}
