import { Injectable } from '@nestjs/common';
import { type AccessTokenClaims, audienceOf, tokenTypeOf, TokenRefused } from '../../../access-tokens/access-token';
import { AccessTokensService } from '../../../access-tokens/access-tokens.service';
import type { PresentedTokenRequest } from '../../../access-tokens/dto/presented-token-request.dto';
import { ResourceServersService } from '../../../access-tokens/resource-servers.service';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { RefreshTokensService } from '../../../user-grants/refresh-tokens.service';
import { type RefreshTokenClaims, refreshTokenClaims } from './refresh-token-claims';

/** An introspection response (RFC 7662 section 2.2). A refresh token has no `token_type`: it is presented here alone. */
export type Introspection =
  | { readonly active: false }
  | ({ readonly active: true } & RefreshTokenClaims)
  | ({ readonly active: true; readonly token_type: string } & AccessTokenClaims);

const INACTIVE = { active: false } as const;

/** States whether a token is active and what it permits (RFC 7662). */
@Injectable()
export class IntrospectionService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly resources: ResourceServersService,
    private readonly refreshTokens: RefreshTokensService,
  ) {}

  /**
   * A client may introspect its own tokens, and access tokens for the resources that list it as one of their
   * `introspection_clients`. The response for the latter names no other audience of the token. The response for any other
   * token is that it is not active.
   */
  async introspect(
    context: RequestContext,
    { client_id }: Client,
    { token }: PresentedTokenRequest,
  ): Promise<Introspection> {
    const refresh = await this.refreshTokens.findUsable(token);
    if (refresh) return refresh.grant.client_id === client_id ? refreshTokenClaims(context.issuer, refresh) : INACTIVE;
    const claims = await this.activeClaims(context, token);
    if (!claims) return INACTIVE;
    const audience = audienceOf(claims);
    const visible = claims.client_id === client_id ? audience : this.resources.introspectedBy(client_id, audience);
    const [first, ...others] = visible;
    if (first === undefined) return INACTIVE;
    return {
      active: true,
      token_type: tokenTypeOf(claims.cnf),
      ...claims,
      aud: others.length > 0 ? [first, ...others] : first,
    };
  }

  private async activeClaims(context: RequestContext, token: string): Promise<AccessTokenClaims | undefined> {
    try {
      return (await this.accessTokens.inspect(context, token)).claims;
    } catch (error) {
      if (error instanceof TokenRefused) return undefined;
      throw error;
    }
  }
}
