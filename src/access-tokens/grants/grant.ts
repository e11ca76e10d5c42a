import type { Client } from '../../clients/client.entity';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import type { Confirmation } from '../access-token';
import type { TokenRequest } from './token-request.dto';

/** A successful response of the token endpoint (RFC 6749 section 5.1). */
export interface TokenResponse {
  readonly access_token: string;
  /** `N_A` if the issued token is not an access token (RFC 8693 section 2.2.1). */
  readonly token_type: 'Bearer' | 'DPoP' | 'N_A';
  /** In seconds. */
  readonly expires_in: number;
  readonly scope?: string;
  readonly refresh_token?: string;
  /** RFC 8693 section 2.2.1. */
  readonly issued_token_type?: string;
  /** RFC 9396 section 7. */
  readonly authorization_details?: readonly object[];
}

/** The context of a token request. */
export interface TokenRequestContext extends RequestContext {
  /** The keys that the client proved to hold in this request. Tokens are bound to them. */
  readonly confirmation: Confirmation;
  /** The rules of the policies of the client. `ResourceServersService.target` applies `access_token_lifetime`. */
  readonly rules: PolicyRules;
}

/** Issues the tokens of one grant. A class that implements it is declared by `@Grant`. */
export interface GrantHandler<Request extends TokenRequest = TokenRequest> {
  /**
   * Takes a client that is authenticated and may use the grant, and its request as the DTO of the grant. Throws an
   * `OAuthError` with a code of RFC 6749 section 5.2.
   */
  issue(context: TokenRequestContext, client: Client, request: Request): Promise<TokenResponse>;
}
