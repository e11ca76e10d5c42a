import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { unknownResource } from '../core/errors/refusals';
import { Issuer } from '../core/issuer';
import { matcherOf } from '../core/metadata/scope-pattern';
import { RESERVED_SCOPES } from '../core/metadata/scope-tokens';
import type { Resource, Resources } from '../platform/config/resources';
import { AccessTokenOptions } from './access-token-options';
import { resourceNamed } from './resource-spelling';
import { userScope } from './user-scope';

/** The resource servers that people may grant access to: those of `RESOURCES` with `user_scopes`. Never this server itself. */
@Injectable()
export class UserResourcesService {
  private readonly resources: Resources;

  constructor(
    private readonly options: AccessTokenOptions,
    issuer: Issuer,
  ) {
    this.resources = new Map(
      [...options.resources].filter(
        ([identifier, { user_scopes = [] }]) => user_scopes.length > 0 && !issuer.audiences.includes(identifier),
      ),
    );
  }

  /** The identifiers of all of them, in the spelling of the operator. */
  get identifiers(): readonly string[] {
    return [...this.resources.keys()];
  }

  /** That of a request that names none: `DEFAULT_RESOURCE`, or the only one; `undefined` if there is none. */
  get default(): string | undefined {
    const { defaultResource } = this.options;
    if (defaultResource !== '') return this.find(defaultResource);
    return this.resources.size === 1 ? this.identifiers[0] : undefined;
  }

  /** The identifier, in the spelling of the operator, that a `resource` names in any spelling; `undefined` for an unknown one. */
  find(resource: string): string | undefined {
    return resourceNamed(resource, this.resources);
  }

  /** The members of the resource with this identifier. */
  settingsOf(identifier: string): Resource {
    return this.resources.get(identifier) ?? {};
  }

  /**
   * The identifiers that the values of `resource` name (RFC 8707 section 2), each once; for no values, the default. Throws
   * {@link InvalidTarget} for an unknown one, and if there is no default.
   */
  resolve(values: readonly string[] = []): readonly string[] {
    const found = values.length > 0 ? values.map((one) => this.find(one)) : [this.default];
    return [
      ...new Set(
        found.map((one) => {
          if (one === undefined) throw unknownResource();
          return one;
        }),
      ),
    ];
  }

  /** The scopes that people may grant for resources, as the operator lists them; without patterns. */
  userScopes(identifiers: readonly string[]): readonly string[] {
    const offered = identifiers.flatMap((one) => this.settingsOf(one).user_scopes ?? []);
    return [...new Set(offered)].filter((scope) => !scope.includes('*') && !this.isForClientsAlone(scope));
  }

  /** Whether a scope means something here: a resource offers it, or it opens this server itself. */
  isKnown(scope: string): boolean {
    const offered = [...this.resources.values()].flatMap(({ user_scopes = [] }) => user_scopes);
    return matcherOf(offered)(scope) || this.isForClientsAlone(scope);
  }

  /** The scopes among these that nobody can take off: without them, a resource is of no use. */
  requiredScopes(scope: readonly string[], identifiers: readonly string[]): readonly string[] {
    const required = new Set(identifiers.flatMap((one) => this.settingsOf(one).required_user_scopes ?? []));
    return scope.filter((one) => required.has(one));
  }

  /** The scopes that a person may grant to a client, of the `scope` of a request: see {@link userScope}. */
  grantedScope(
    requested: string | undefined,
    client: Pick<Client, 'metadata'>,
    identifiers: readonly string[],
  ): readonly string[] {
    const offers = identifiers.map((one) => this.settingsOf(one));
    return userScope(requested, client.metadata.scope, offers, (scope) => this.isForClientsAlone(scope));
  }

  /** Whether a scope opens this server itself: no person can grant it, whatever a resource offers. */
  private isForClientsAlone(scope: string): boolean {
    return RESERVED_SCOPES.has(scope) || (scope !== '' && scope === this.options.managementScope);
  }
}
