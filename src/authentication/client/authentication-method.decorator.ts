import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { AuthMethod } from '../../core/metadata/vocabulary';
import type { ClientAuthenticationMethod } from './client-authentication-method';

/** What the server needs to know about a method before a request uses it. */
export interface AuthenticationMethodDefinition {
  /** Its registered name, the `token_endpoint_auth_method` of its clients. */
  readonly name: AuthMethod;
  /** Further methods whose clients may use this one. */
  readonly alsoServes?: readonly AuthMethod[];
  /** The parameters of the form that it reads besides `client_id`, with their meaning for the OpenAPI document. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The metadata that a client of this method registers. The stand-in for an unknown client has the same. */
  readonly standIn?: Readonly<Record<string, unknown>>;
}

/** The metadata by which `AuthenticationMethodRegistry` finds the methods among the providers. */
export const AuthenticationMethodMetadata = DiscoveryService.createDecorator<AuthenticationMethodDefinition>();

/** Declares a provider that authenticates clients: the only export of `methods/NAME.method.ts`. */
export const AuthenticationMethod =
  (definition: AuthenticationMethodDefinition) =>
  (type: new (...dependencies: never[]) => ClientAuthenticationMethod): void => {
    applyDecorators(Injectable(), AuthenticationMethodMetadata(definition))(type);
  };
