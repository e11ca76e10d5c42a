import { Injectable } from '@nestjs/common';
import type { Confirmation } from '../access-tokens/access-token';
import type { Client } from '../clients/client.entity';
import { LastUsedTracker } from '../clients/last-used.tracker';
import { InvalidRequest, UnauthorizedClient, UnsupportedGrantType } from '../core/errors/errors';
import { ClientCredentialsGrant } from './grants/client-credentials.grant';
import type { Grant, TokenResponse } from './grants/grant';

/** Finds the grant that a token request asks for and sees that the client may use it (RFC 6749 section 4). */
@Injectable()
export class TokenService {
  private readonly grants: readonly Grant[];

  constructor(
    clientCredentials: ClientCredentialsGrant,
    private readonly lastUse: LastUsedTracker,
  ) {
    this.grants = [clientCredentials];
  }

  /**
   * Takes the form of a client and the keys that it showed, gives a token. Throws what {@link grantFor} and the grant
   * throw.
   */
  grant(client: Client, form: URLSearchParams, cnf: Confirmation): Promise<TokenResponse> {
    const grant = this.grantFor(client, form);
    this.lastUse.note(client);
    return grant.grant(client, form, cnf);
  }

  /**
   * The grant that a form asks for, if the client may use it (RFC 6749 section 5.2). Throws {@link InvalidRequest}
   * without `grant_type`, {@link UnsupportedGrantType} for what is not served here, {@link UnauthorizedClient} for what
   * is not for this client: not for any that proves nothing, or not for one that did not register it.
   */
  grantFor({ metadata }: Client, form: URLSearchParams): Grant {
    const asked = form.get('grant_type');
    if (asked === null) throw new InvalidRequest('grant_type must be sent; use client_credentials');
    const grant = this.grants.find(({ grant_type }) => grant_type === asked);
    if (!grant)
      throw new UnsupportedGrantType(
        `grant_type must be one of ${this.grants.map(({ grant_type }) => grant_type).join(', ')}`,
      );
    if (metadata.token_endpoint_auth_method === 'none' && !grant.admitsPublicClients)
      throw new UnauthorizedClient(
        `grant_type ${grant.grant_type} is for clients that authenticate; register another token_endpoint_auth_method`,
      );
    if (!metadata.grant_types.includes(grant.grant_type))
      throw new UnauthorizedClient(
        `grant_type ${grant.grant_type} is not registered for this client; register it in grant_types`,
      );
    return grant;
  }
}
