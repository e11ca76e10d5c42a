import type { Resource } from '../platform/config/resources';

/** What the operator configures of access tokens. */
export abstract class AccessTokenOptions {
  /** In seconds, unless a resource has another. */
  abstract readonly lifetime: number;
  /** The resource servers that tokens may be for, besides this server (RFC 8707), by identifier. */
  abstract readonly resources: ReadonlyMap<string, Resource>;
  /** The same for tokens of people. */
  abstract readonly userLifetime: number;
  /** How long a refresh token lives that is not used. */
  abstract readonly refreshLifetime: number;
  /** The scope by which clients manage their registration; empty if there is none. */
  abstract readonly managementScope: string;
  /** The identifier of the identity provider whose tokens administer too; empty if there is none. */
  abstract readonly administratorIssuer: string;
  /** The resource of authorization requests that name none; empty if there is no such. */
  abstract readonly defaultResource: string;
}
