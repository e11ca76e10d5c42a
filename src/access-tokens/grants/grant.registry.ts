import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { grantTypeNotServed, grantTypeRequired } from '../../core/errors/refusals';
import { FormReader } from '../../platform/http/form.reader';
import { SignInOptions } from '../../users/sign-in-options';
import type { GrantHandler } from './grant';
import { type GrantDefinition, GrantMetadata } from './grant.decorator';
import type { TokenRequest } from './token-request.dto';

/** A grant as the token endpoint uses it. */
export interface ServedGrant {
  readonly definition: GrantDefinition;
  readonly reader: FormReader<TokenRequest>;
  readonly handler: GrantHandler;
}

/** The grants that this server serves at its token endpoint: the providers of all modules that `@Grant` declares. */
@Injectable()
export class GrantRegistry {
  private readonly grants: ReadonlyMap<string, ServedGrant>;

  /** Throws an `Error` if two providers declare the same `grant_type`, which prevents the start. */
  constructor(discovery: DiscoveryService, @Inject(SignInOptions) { isOn }: Pick<SignInOptions, 'isOn'>) {
    const grants = new Map<string, ServedGrant>();
    for (const provider of discovery.getProviders({ metadataKey: GrantMetadata.KEY })) {
      const definition = discovery.getMetadataByDecorator(GrantMetadata, provider);
      if (!definition || (definition.needsSignIn && !isOn)) continue;
      const { grant_type, request } = definition;
      if (grants.has(grant_type)) throw new Error(`two providers declare the grant ${grant_type}; remove one of them`);
      const reader = new FormReader(request);
      // Nest creates the handler after the registry, so it is read when a request needs it.
      grants.set(grant_type, {
        definition,
        reader,
        get handler() {
          return provider.instance as GrantHandler;
        },
      });
    }
    this.grants = grants;
  }

  /** What the grants declare, in the order in which the modules list them. */
  get definitions(): readonly GrantDefinition[] {
    return [...this.grants.values()].map(({ definition }) => definition);
  }

  /** The values of `grant_type` that are served. */
  get names(): readonly string[] {
    return [...this.grants.keys()];
  }

  /**
   * Takes the `grant_type` of a request, returns the grant. Throws {@link InvalidRequest} if the request has none, and
   * {@link UnsupportedGrantType} for a grant that is not served here (RFC 6749 section 5.2).
   */
  find(grant_type: string | null): ServedGrant {
    if (grant_type === null) throw grantTypeRequired(this.names);
    const grant = this.grants.get(grant_type);
    if (!grant) throw grantTypeNotServed(this.names);
    return grant;
  }
}
