import { Injectable } from '@nestjs/common';
import { TokenRefused } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import type { Client } from '../../clients/client.entity';
import { InvalidRequest } from '../../core/errors/errors';

/** Takes tokens back (RFC 7009). */
@Injectable()
export class RevocationService {
  constructor(private readonly accessTokens: AccessTokensService) {}

  /**
   * Ends a token of the client. One that is not valid is what the client wanted (RFC 7009 section 2.2). Throws
   * {@link InvalidRequest} for a token of another client (section 2.1).
   */
  async revoke({ client_id }: Client, token: string): Promise<void> {
    try {
      const { claims } = await this.accessTokens.inspect(token);
      if (claims.client_id !== client_id)
        throw new InvalidRequest('token must be one of the client that revokes it; use the credentials of its client');
      await this.accessTokens.revoke(claims);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
    }
  }
}
