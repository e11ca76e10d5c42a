import { tokenTypeOf } from '../../../access-tokens/access-token';
import { AccessTokensService } from '../../../access-tokens/access-tokens.service';
import type { GrantHandler, TokenRequestContext, TokenResponse } from '../../../access-tokens/grants/grant';
import { Grant } from '../../../access-tokens/grants/grant.decorator';
import { ResourceServersService } from '../../../access-tokens/resource-servers.service';
import type { Client } from '../../../clients/client.entity';
import { REGISTER_SCOPE } from '../../../core/metadata/scope-tokens';
import { ClientCredentialsRequest } from '../dto/client-credentials-request.dto';
import { permittedDetails } from '../request/authorization-details';
import { grantedScope } from '../request/granted-scope';

/** The client acts for itself (RFC 6749 section 4.4). There is no refresh token. */
@Grant({
  grant_type: 'client_credentials',
  request: ClientCredentialsRequest,
  from: 'RFC 6749 section 4.4.2',
  example: {
    summary: 'A token for the registration scope',
    value: {
      grant_type: 'client_credentials',
      client_id: 'registerClient',
      client_secret: 'password',
      scope: REGISTER_SCOPE,
    },
  },
  allowsPublicClients: false, // RFC 6749 section 4.4
})
export class ClientCredentialsGrant implements GrantHandler<ClientCredentialsRequest> {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly resources: ResourceServersService,
  ) {}

  /** Throws `InvalidTarget`, `InvalidScope`, `InvalidAuthorizationDetails`. */
  async issue(
    context: TokenRequestContext,
    client: Client,
    { scope: requested, resource, authorization_details }: ClientCredentialsRequest,
  ): Promise<TokenResponse> {
    const { confirmation } = context;
    const { client_id, metadata } = client;
    const target = this.resources.target(context, resource);
    const { audience, lifetime } = target;
    const scope = grantedScope(requested, metadata.scope, target);
    const details = permittedDetails(authorization_details, metadata.authorization_data_types);
    const granted = details && { authorization_details: details };
    return {
      access_token: await this.accessTokens.issue(context, {
        subject: client_id,
        client,
        scope,
        audience,
        lifetime,
        confirmation,
        ...granted,
      }),
      token_type: tokenTypeOf(confirmation),
      expires_in: lifetime,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      ...granted,
    };
  }
}
