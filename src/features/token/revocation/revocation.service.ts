import { Injectable } from '@nestjs/common';
import { TokenRefused } from '../../../access-tokens/access-token';
import { AccessTokensService } from '../../../access-tokens/access-tokens.service';
import type { PresentedTokenRequest } from '../../../access-tokens/dto/presented-token-request.dto';
import type { Client } from '../../../clients/client.entity';
import { InvalidRequest } from '../../../core/errors/errors';
import type { RequestContext } from '../../../core/request-context';

/** Revokes access tokens (RFC 7009). */
@Injectable()
export class RevocationService {
  constructor(private readonly accessTokens: AccessTokensService) {}

  /**
   * Revokes a token of the client. A token that is not valid needs no revocation and is no error (RFC 7009 section 2.2).
   * Throws {@link InvalidRequest} for a token of another client (section 2.1).
   */
  async revoke(context: RequestContext, { client_id }: Client, { token }: PresentedTokenRequest): Promise<void> {
    try {
      const { claims } = await this.accessTokens.inspect(context, token);
      if (claims.client_id !== client_id)
        throw new InvalidRequest('token must be one of the client that revokes it; use the credentials of its client');
      await this.accessTokens.revoke(claims);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
    }
  }
}
