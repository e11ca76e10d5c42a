import { Injectable } from '@nestjs/common';
import { tokenTypeOf } from '../../access-tokens/access-token';
import { AccessTokenOptions } from '../../access-tokens/access-token-options';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import type { TokenRequestContext, TokenResponse } from '../../access-tokens/grants/grant';
import { UserResourcesService } from '../../access-tokens/user-resources.service';
import type { Client } from '../../clients/client.entity';
import { oneResourceRequired, resourceNotGranted, unknownResource } from '../../core/errors/refusals';
import { shortest } from '../../core/lifetimes/lifetimes';
import type { UserGrant } from '../../user-grants/user-grant.entity';
import { UsersService } from '../../users/users.service';
import { mappedClaims } from './request/mapped-claims';
import { narrowedScope } from './request/narrowed-scope';

/** The access token that a request gets of a grant. */
export interface GrantedAccess {
  /** The one resource that it is for, in the spelling of the operator. */
  readonly resource: string;
  readonly scope: readonly string[];
  /** In seconds. */
  readonly lifetime: number;
}

/** Access tokens that act for a person: within a grant, for one resource each. */
@Injectable()
export class UserTokensService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly resources: UserResourcesService,
    private readonly users: UsersService,
    private readonly options: AccessTokenOptions,
  ) {}

  /**
   * Decides what a request gets of its grant, by what the client and the resources have today: never more than was granted.
   * Throws `InvalidTarget` (RFC 8707 section 2.2) and `InvalidScope`.
   */
  accessOf(
    { rules }: Pick<TokenRequestContext, 'rules'>,
    client: Client,
    grant: UserGrant,
    asked: { readonly resource: readonly string[]; readonly scope?: string | undefined },
  ): GrantedAccess {
    const resource = this.resourceOf(grant, asked.resource);
    const wanted = narrowedScope(asked.scope, grant.scope, (scope) => this.resources.isKnown(scope));
    const offered = this.resources.grantedScope(wanted.join(' '), client, [resource]);
    const lifetime = this.resources.settingsOf(resource).lifetime ?? this.options.userLifetime;
    return {
      resource,
      scope: offered.filter((scope) => wanted.includes(scope)),
      lifetime: shortest(lifetime, rules.access_token_lifetime),
    };
  }

  /** Issues the access token, and gives the response without a refresh token. */
  async issue(
    context: TokenRequestContext,
    client: Client,
    grant: UserGrant,
    { resource, scope, lifetime }: GrantedAccess,
  ): Promise<TokenResponse> {
    const { confirmation } = context;
    const { id, sub, auth_time, acr, amr } = grant;
    const access_token = await this.accessTokens.issue(context, {
      subject: sub,
      client,
      scope,
      audience: [resource],
      lifetime,
      confirmation,
      authorization: { grant: id, auth_time, acr, amr, claims: await this.claimsFor(resource, sub) },
    });
    return { access_token, token_type: tokenTypeOf(confirmation), expires_in: lifetime, scope: scope.join(' ') };
  }

  /** The claims of the person that the resource wants to know, by the names that it wants. */
  private async claimsFor(resource: string, sub: string): Promise<Readonly<Record<string, unknown>>> {
    const { claims } = this.resources.settingsOf(resource);
    const user = claims && (await this.users.find(sub));
    return claims && user ? mappedClaims(claims, this.users.claimsOf(user)) : {};
  }

  /** The one resource that is asked for, or that the grant has. */
  private resourceOf({ resources }: UserGrant, asked: readonly string[]): string {
    const named = asked.length > 0 ? this.resources.resolve(asked) : resources;
    const [resource, ...others] = named;
    if (resource === undefined || others.length > 0) throw oneResourceRequired();
    if (!resources.includes(resource)) throw resourceNotGranted();
    if (this.resources.find(resource) !== resource) throw unknownResource();
    return resource;
  }
}
