import { Injectable } from '@nestjs/common';
import { type Confirmation, tokenTypeOf } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { ResourceServersService } from '../../access-tokens/resource-servers.service';
import type { Client } from '../../clients/client.entity';
import { authorizationDetails } from '../request/authorization-details';
import { grantedScope } from '../request/granted-scope';
import type { Grant, TokenResponse } from './grant';

/** The client acts for itself (RFC 6749 section 4.4): no refresh token, all of its scopes if it names none. */
@Injectable()
export class ClientCredentialsGrant implements Grant {
  readonly grant_type = 'client_credentials';
  /** RFC 6749 section 4.4. */
  readonly admitsPublicClients = false;

  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly resources: ResourceServersService,
  ) {}

  /** Throws `InvalidTarget`, `InvalidScope`, `InvalidAuthorizationDetails`. */
  async grant(client: Client, form: URLSearchParams, cnf: Confirmation): Promise<TokenResponse> {
    const { metadata } = client;
    const target = this.resources.target(form.getAll('resource'));
    const { audience, lifetime } = target;
    const scope = grantedScope(form.get('scope'), metadata.scope, target);
    const details = authorizationDetails(form.get('authorization_details'), metadata.authorization_data_types);
    const granted = details && { authorization_details: details };
    return {
      access_token: await this.accessTokens.issue(client, { scope, audience, lifetime, cnf, ...granted }),
      token_type: tokenTypeOf(cnf),
      expires_in: lifetime,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      ...granted,
    };
  }
}
