import { Injectable } from '@nestjs/common';
import { type AccessTokenClaims, audienceOf, tokenTypeOf, TokenRefused } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { ResourceServersService } from '../../access-tokens/resource-servers.service';
import type { Client } from '../../clients/client.entity';

/** What a resource server learns of a token (RFC 7662 section 2.2). */
export type Introspection =
  { readonly active: false } | ({ readonly active: true; readonly token_type: string } & AccessTokenClaims);

const INACTIVE = { active: false } as const;

/** Tells those who may know whether a token is active and what it permits (RFC 7662). */
@Injectable()
export class IntrospectionService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly resources: ResourceServersService,
  ) {}

  /**
   * A client learns of its own tokens, and of those for the resources that name it among their `introspection_clients`,
   * of which it is told no other audience. Of all others, and of what is not valid, it learns nothing.
   */
  async introspect({ client_id }: Client, token: string): Promise<Introspection> {
    const claims = await this.activeClaims(token);
    if (!claims) return INACTIVE;
    const audience = audienceOf(claims);
    const told = claims.client_id === client_id ? audience : this.resources.introspectedBy(client_id, audience);
    const [first, ...others] = told;
    if (first === undefined) return INACTIVE;
    return {
      active: true,
      token_type: tokenTypeOf(claims.cnf),
      ...claims,
      aud: others.length > 0 ? [first, ...others] : first,
    };
  }

  private async activeClaims(token: string): Promise<AccessTokenClaims | undefined> {
    try {
      return (await this.accessTokens.inspect(token)).claims;
    } catch (error) {
      if (error instanceof TokenRefused) return undefined;
      throw error;
    }
  }
}
