import { Injectable } from '@nestjs/common';
import type { Confirmation } from '../access-tokens/access-token';
import type { Client } from '../clients/client.entity';
import { LastUse } from '../clients/last-use';
import { InvalidRequest, UnauthorizedClient, UnsupportedGrantType } from '../oauth/errors';
import { ClientCredentialsGrant } from './grants/client-credentials.grant';
import type { Grant, TokenResponse } from './grants/grant';

/** Finds the grant that a token request asks for and sees that the client may use it (RFC 6749 section 4). */
@Injectable()
export class TokenService {
  private readonly grants: readonly Grant[];

  constructor(
    clientCredentials: ClientCredentialsGrant,
    private readonly lastUse: LastUse,
  ) {
    this.grants = [clientCredentials];
  }

  /**
   * Takes the form of an authenticated client and the keys that it showed, gives a token. Throws {@link InvalidRequest} without `grant_type`,
   * {@link UnsupportedGrantType}, {@link UnauthorizedClient}, and what the grant throws.
   */
  grant(client: Client, form: URLSearchParams, cnf: Confirmation): Promise<TokenResponse> {
    const asked = form.get('grant_type');
    if (asked === null) throw new InvalidRequest('grant_type must be sent; use client_credentials');
    const grant = this.grants.find(({ grant_type }) => grant_type === asked);
    if (!grant)
      throw new UnsupportedGrantType(
        `grant_type must be one of ${this.grants.map(({ grant_type }) => grant_type).join(', ')}`,
      );
    if (!client.metadata.grant_types.includes(grant.grant_type))
      throw new UnauthorizedClient(
        `grant_type ${grant.grant_type} is not registered for this client; register it in grant_types`,
      );
    this.lastUse.note(client);
    return grant.grant(client, form, cnf);
  }
}
