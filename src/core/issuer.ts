/**
 * Where another authorization server issues the tokens of the issuer, this server issues its own as a second issuer,
 * whose identifier is that of the first with this path. An issuer has one token endpoint and one key set (RFC 8414
 * section 2), so the two cannot share one.
 */
export const SECOND_ISSUER_PATH = '/registrar';

/**
 * The paths at which a server issues, introspects and revokes tokens, and publishes its keys. They are below the second
 * issuer if there is one.
 */
export const TOKEN_PATHS: readonly string[] = ['/token', '/introspect', '/revoke', '/.well-known/jwks.json'];

const REGISTRATION_PATH = '/register';
const RESOURCE_METADATA_PATH = '/resource-metadata';

/**
 * The paths of the protected resources of this server (RFC 9728): `OWN_RESOURCES` of `src/access-tokens` describes each.
 */
export const RESOURCE_PATHS = [REGISTRATION_PATH, '/admin'] as const;
export type ResourcePath = (typeof RESOURCE_PATHS)[number];

/** How an issuer is deployed. */
export interface IssuerOptions {
  /** Whether another authorization server issues the tokens of this issuer. */
  readonly hasExternalTokenEndpoint?: boolean;
  /** The address at which clients present certificates, if it is another one (RFC 8705 section 5). */
  readonly certificateAddress?: string | undefined;
}

/**
 * An issuer (RFC 8414 section 2) with the addresses of its endpoints, as clients see them. The only place where
 * addresses of this server are composed.
 */
export class Issuer {
  /** The path of the identifier: empty, or `/` and a name. */
  readonly path: string;
  /** The `iss` of the tokens that this server issues: the identifier, or the second issuer. */
  readonly tokenIssuer: string;
  /** RFC 7591 section 3. */
  readonly registrationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly introspectionEndpoint: string;
  readonly revocationEndpoint: string;
  readonly jwksUri: string;
  /** The identifiers of the protected resources of this server: their addresses (RFC 9728 section 1.2). */
  readonly resources: readonly string[];
  /** The audiences of access tokens that this server accepts itself. */
  readonly audiences: readonly string[];
  /** The audiences of JWTs about a registration: of software statements, and of requests that are signed as a whole. */
  readonly registrationAudiences: readonly string[];
  readonly hasExternalTokenEndpoint: boolean;
  private readonly certificateAddress: string | undefined;

  /** Takes the identifier without a slash at its end: an https address, or an http one for development. */
  constructor(
    readonly identifier: string,
    { hasExternalTokenEndpoint = false, certificateAddress }: IssuerOptions = {},
  ) {
    this.hasExternalTokenEndpoint = hasExternalTokenEndpoint;
    this.certificateAddress = certificateAddress;
    this.path = new URL(identifier).pathname.replace(/\/$/, '');
    this.tokenIssuer = hasExternalTokenEndpoint ? identifier + SECOND_ISSUER_PATH : identifier;
    this.registrationEndpoint = this.addressOf(REGISTRATION_PATH);
    this.tokenEndpoint = this.addressOf('/token');
    this.introspectionEndpoint = this.addressOf('/introspect');
    this.revocationEndpoint = this.addressOf('/revoke');
    this.jwksUri = this.addressOf('/.well-known/jwks.json');
    this.resources = RESOURCE_PATHS.map((path) => this.addressOf(path));
    this.audiences = [this.tokenIssuer, ...this.resources];
    this.registrationAudiences = [identifier, this.registrationEndpoint];
  }

  /** The address of a path of this server, such as `/register`. */
  addressOf(path: string): string {
    return this.identifier + this.publicPath(path);
  }

  /** The same at the address at which clients present certificates; `undefined` if there is no other one. */
  certificateAddressOf(path: string): string | undefined {
    return this.certificateAddress === undefined ? undefined : this.certificateAddress + this.publicPath(path);
  }

  /** The path of a route below the identifier: that of a token endpoint is below the second issuer if there is one. */
  publicPath(path: string): string {
    return this.hasExternalTokenEndpoint && TOKEN_PATHS.includes(path) ? SECOND_ISSUER_PATH + path : path;
  }

  /** The `registration_client_uri` of a client (RFC 7592 section 3). */
  clientConfigurationEndpoint(client_id: string): string {
    return `${this.registrationEndpoint}/${encodeURIComponent(client_id)}`;
  }

  /** The address of a well-known document: its name precedes the path of the identifier (RFC 8414 section 3.1). */
  wellKnown(name: string): string {
    return `${new URL(this.identifier).origin}/.well-known/${name}${this.path}`;
  }

  /** The address of the metadata of a protected resource of this server, by its path (RFC 9728 section 3.1). */
  resourceMetadataOf(path: string): string {
    return this.wellKnown('oauth-protected-resource') + path;
  }

  /**
   * The address of the metadata of a resource of the operator, which this server publishes for it: `resource_metadata` of
   * its challenges may name any address (RFC 9728 section 5.1).
   */
  metadataAddressOf(resource: string): string {
    return `${this.addressOf(RESOURCE_METADATA_PATH)}?${new URLSearchParams({ resource }).toString()}`;
  }

  /**
   * Whether a token is for the resource with this path and for no other audience. A token for this issuer as a whole is
   * for each of its resources.
   */
  isForResource(audience: readonly string[], path: string): boolean {
    return audience.every((one) => one === this.tokenIssuer || one === this.addressOf(path));
  }

  /**
   * Whether this server is the whole audience of a token. A resource server that receives a token could present it
   * here: so a token that is for another audience as well is not accepted here (RFC 8707 section 3).
   */
  isOnlyAudience(audience: readonly string[]): boolean {
    return audience.every((one) => this.audiences.includes(one));
  }
}
