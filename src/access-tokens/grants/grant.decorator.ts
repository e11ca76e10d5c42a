import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { SchemaObject } from '../../platform/openapi/document-types';
import type { GrantHandler } from './grant';
import type { TokenRequest } from './token-request.dto';

/** What the server needs to know about a grant before it runs. */
export interface GrantDefinition<Request extends TokenRequest = TokenRequest> {
  /** The value of `grant_type` that selects the grant: a registered name or an absolute URI. */
  readonly grant_type: string;
  /** The parameters of its requests. */
  readonly request: new () => Request;
  /** The document that defines its requests, with the section. */
  readonly from: string;
  /** A request for the OpenAPI document, with its meaning. */
  readonly example: { readonly summary: string; readonly value: Readonly<Record<string, unknown>> };
  /**
   * The schemas of the members of its responses that RFC 6749 section 5.1 does not have or has with other values, such as
   * `issued_token_type` (RFC 8693 section 2.2.1).
   */
  readonly response?: Readonly<Record<string, SchemaObject>>;
  /** Whether clients of the method `none` may use it (RFC 6749 section 2.1). */
  readonly allowsPublicClients: boolean;
  /** Whether it is served only where people sign in. */
  readonly needsSignIn?: boolean;
}

/** The metadata by which `GrantRegistry` finds the grants among the providers of all modules. */
export const GrantMetadata = DiscoveryService.createDecorator<GrantDefinition>();

/** Declares a provider that serves one grant at the token endpoint. List the class in the providers of its module. */
export const Grant =
  <Request extends TokenRequest>(definition: GrantDefinition<Request>) =>
  (type: new (...dependencies: never[]) => GrantHandler<Request>): void => {
    applyDecorators(Injectable(), GrantMetadata(definition))(type);
  };
