import { Injectable } from '@nestjs/common';
import { shortest } from '../core/lifetimes/lifetimes';
import { unknownResource } from '../core/errors/refusals';
import { type Issuer, RESOURCE_PATHS } from '../core/issuer';
import type { Resource } from '../platform/config/resources';
import { AccessTokenOptions } from './access-token-options';
import type { TokenRequestContext } from './grants/grant';
import { OWN_RESOURCES } from './own-resources';

/** What the resources of a token request have in common. */
export interface Target {
  readonly audience: readonly string[];
  /** The scopes that the resources accept; absent if nothing limits them. */
  readonly scopes?: readonly string[];
  /** Whether the token is for this server only. Otherwise it must not have the scope `register`. */
  readonly isOursAlone: boolean;
  /** In seconds. */
  readonly lifetime: number;
}

/** The resource servers that tokens may be for: those of `RESOURCES`, and this server itself. */
@Injectable()
export class ResourceServersService {
  constructor(private readonly options: AccessTokenOptions) {}

  /**
   * The resources as one target (RFC 8707 section 2), within the lifetime that the policies of the client permit. Throws
   * {@link InvalidTarget} for one that is not known here.
   */
  target({ issuer, rules }: Pick<TokenRequestContext, 'issuer' | 'rules'>, identifiers: readonly string[]): Target {
    const audience = identifiers.length > 0 ? [...new Set(identifiers)] : [issuer.tokenIssuer];
    const resources = audience.map((identifier) => this.find(issuer, identifier));
    const limits = resources.map(({ scopes }) => scopes);
    const lifetimes = resources.map(({ lifetime }) => lifetime ?? this.options.lifetime);
    return {
      audience,
      lifetime: shortest(Math.min(...lifetimes), rules.access_token_lifetime),
      isOursAlone: issuer.isOnlyAudience(audience),
      ...(limits.every((scopes) => scopes !== undefined) && { scopes: [...new Set(limits.flat())] }),
    };
  }

  /** The identifiers among these whose tokens a client may introspect. */
  introspectedBy(client_id: string, identifiers: readonly string[]): string[] {
    const { resources } = this.options;
    return identifiers.filter((identifier) => resources.get(identifier)?.introspection_clients?.includes(client_id));
  }

  private find(issuer: Issuer, identifier: string): Resource {
    const resource = this.own(issuer, identifier) ?? this.options.resources.get(identifier);
    if (!resource) throw unknownResource();
    return resource;
  }

  /** This server as a resource: as a whole, or one of its protected resources. */
  private own(issuer: Issuer, identifier: string): Resource | undefined {
    if (identifier === issuer.tokenIssuer) return {};
    const path = RESOURCE_PATHS.find((one) => identifier === issuer.addressOf(one));
    return path && { scopes: [...OWN_RESOURCES[path].scopes(this.options)] };
  }
}
