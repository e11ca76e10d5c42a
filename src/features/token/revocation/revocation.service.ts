import { Injectable } from '@nestjs/common';
import { type AccessTokenClaims, TokenRefused } from '../../../access-tokens/access-token';
import { AccessTokensService } from '../../../access-tokens/access-tokens.service';
import type { PresentedTokenRequest } from '../../../access-tokens/dto/presented-token-request.dto';
import type { Client } from '../../../clients/client.entity';
import { InvalidRequest } from '../../../core/errors/errors';
import type { RequestContext } from '../../../core/request-context';
import { RefreshTokensService } from '../../../user-grants/refresh-tokens.service';
import { UserGrantOptions } from '../../../user-grants/user-grant-options';
import { UserGrantsService } from '../../../user-grants/user-grants.service';

/** Revokes tokens (RFC 7009). */
@Injectable()
export class RevocationService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly refreshTokens: RefreshTokensService,
    private readonly grants: UserGrantsService,
    private readonly options: UserGrantOptions,
  ) {}

  /**
   * Revokes a token of the client; with a refresh token, its grant ends. A token that is not valid needs no revocation and is
   * no error (RFC 7009 section 2.2). Throws {@link InvalidRequest} for a token that another client got for itself (section
   * 2.1). For the token of a person that another client has, nothing happens: anybody may name a public client, and learns
   * nothing of that token.
   */
  async revoke(context: RequestContext, { client_id }: Client, { token }: PresentedTokenRequest): Promise<void> {
    const grant = await this.refreshTokens.grantOf(token);
    if (grant) await this.revokeGrant(context, client_id, grant.client_id, grant.id);
    else await this.revokeAccessToken(context, client_id, token);
  }

  private async revokeAccessToken(context: RequestContext, client_id: string, token: string): Promise<void> {
    try {
      const { claims } = await this.accessTokens.inspect(context, token);
      if (claims.grant !== undefined) await this.revokeOfGrant(context, client_id, claims.grant, claims);
      else if (claims.client_id === client_id) await this.accessTokens.revoke(claims);
      else
        throw new InvalidRequest('token must be one of the client that revokes it; use the credentials of its client');
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
    }
  }

  private async revokeOfGrant(
    context: RequestContext,
    client_id: string,
    grant: string,
    claims: AccessTokenClaims,
  ): Promise<void> {
    if (this.options.endsWithAccessToken) await this.revokeGrant(context, client_id, claims.client_id, grant);
    else if (claims.client_id === client_id) await this.accessTokens.revoke(claims);
  }

  private async revokeGrant(context: RequestContext, client_id: string, owner: string, grant: string): Promise<void> {
    if (owner === client_id) await this.grants.revoke(context, grant, 'client');
  }
}
