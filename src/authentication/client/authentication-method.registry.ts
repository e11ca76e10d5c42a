import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { AUTH_METHODS, type AuthMethod } from '../../core/metadata/vocabulary';
import { type AuthenticationMethodDefinition, AuthenticationMethodMetadata } from './authentication-method.decorator';
import type { ClientAuthenticationMethod } from './client-authentication-method';

/** A method as the authentication uses it. */
export interface ProvidedMethod {
  readonly definition: AuthenticationMethodDefinition;
  readonly method: ClientAuthenticationMethod;
}

/** The methods of client authentication: the providers that `@AuthenticationMethod` declares. */
@Injectable()
export class AuthenticationMethodRegistry {
  /** In the order of the vocabulary. Of several implicit methods, an unknown client gets the first. */
  readonly methods: readonly ProvidedMethod[];

  /** Throws an `Error`, which prevents the start, unless exactly one provider declares each of {@link AUTH_METHODS}. */
  constructor(discovery: DiscoveryService) {
    const providers = discovery.getProviders({ metadataKey: AuthenticationMethodMetadata.KEY });
    this.methods = providers.flatMap((provider) => {
      const definition = discovery.getMetadataByDecorator(AuthenticationMethodMetadata, provider);
      if (!definition) return [];
      // Nest creates the provider after the registry, so it is read when a request needs it.
      return {
        definition,
        get method() {
          return provider.instance as ClientAuthenticationMethod;
        },
      };
    });
    for (const name of AUTH_METHODS) this.requireOneProvider(name);
  }

  /** The parameters of a form that belong to client authentication, with their meaning. */
  get parameters(): Readonly<Record<string, string>> {
    const client_id = 'The client, unless the Authorization header names it.';
    return Object.assign({ client_id }, ...this.methods.map(({ definition }) => definition.parameters)) as Record<
      string,
      string
    >;
  }

  private requireOneProvider(name: AuthMethod): void {
    const { length } = this.methods.filter(({ definition }) => definition.name === name);
    if (length !== 1) throw new Error(`${length} providers declare the authentication method ${name}; it must be one`);
  }
}
