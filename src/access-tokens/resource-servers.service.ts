import { Injectable } from '@nestjs/common';
import { InvalidTarget } from '../core/errors/errors';
import { REGISTER_SCOPE } from '../core/metadata/scope-tokens';
import { Environment } from '../platform/config/environment';
import { tokenIssuer } from '../platform/config/own-addresses';
import type { Resource } from '../platform/config/resources';

/** What the resources of a token request have in common. */
export interface Target {
  readonly audience: readonly string[];
  /** The scopes that mean something at one of the resources; absent where nothing limits them. */
  readonly scopes?: readonly string[];
  /** Whether the token is for this server and nobody else: only such a token may carry the scope `register`. */
  readonly isOursAlone: boolean;
  /** In seconds. */
  readonly lifetime: number;
}

/** Who tokens may be for: the resources of `RESOURCES` and this server itself. */
@Injectable()
export class ResourceServersService {
  private readonly known: ReadonlyMap<string, Resource>;

  constructor(private readonly environment: Environment) {
    const { ISSUER, MANAGEMENT_SCOPE, RESOURCES } = environment;
    const ours: [string, Resource][] = [
      [tokenIssuer(environment), {}],
      [`${ISSUER}/register`, { scopes: [REGISTER_SCOPE, MANAGEMENT_SCOPE].filter(Boolean) }],
    ];
    this.known = new Map([...ours, ...RESOURCES]);
  }

  /** The resources as one target (RFC 8707 section 2). Throws {@link InvalidTarget} for one that is not known here. */
  target(identifiers: readonly string[]): Target {
    const { ACCESS_TOKEN_LIFETIME } = this.environment;
    const audience = identifiers.length > 0 ? [...new Set(identifiers)] : [tokenIssuer(this.environment)];
    const resources = audience.map((identifier) => this.find(identifier));
    const limits = resources.map(({ scopes }) => scopes);
    const lifetimes = resources.map(({ lifetime }) => lifetime ?? ACCESS_TOKEN_LIFETIME);
    return {
      audience,
      lifetime: Math.min(...lifetimes),
      isOursAlone: isOursAlone(audience, this.environment),
      ...(limits.every((scopes) => scopes !== undefined) && { scopes: [...new Set(limits.flat())] }),
    };
  }

  /** The identifiers among these whose tokens a client may introspect. */
  introspectedBy(client_id: string, identifiers: readonly string[]): string[] {
    return identifiers.filter((identifier) => this.known.get(identifier)?.introspection_clients?.includes(client_id));
  }

  private find(identifier: string): Resource {
    const resource = this.known.get(identifier);
    if (!resource) throw new InvalidTarget('resource must be one that this server issues tokens for; leave it out');
    return resource;
  }
}

/**
 * Whether an audience is this server alone. A resource server that receives a token can present it elsewhere: what is
 * for it as well must open nothing here (RFC 8707 section 3).
 */
export const isOursAlone = (audience: readonly string[], environment: Environment): boolean => {
  const ours = [tokenIssuer(environment), `${environment.ISSUER}/register`];
  return audience.every((one) => ours.includes(one));
};
