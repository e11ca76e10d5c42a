import type { AccessRules, DenyRules } from '../../../core/access-rules/access-rules';

/** How this server authenticates at an upstream. */
export type UpstreamCredentials =
  | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly secret: string }
  /** RFC 7523. The key is PKCS #8 in PEM; the header of the assertion names it by these members. */
  | {
      readonly method: 'private_key_jwt';
      readonly key: string;
      readonly alg: string;
      readonly header: Readonly<Record<string, string>>;
    };

/** An OpenID provider. */
export interface OpenIdProvider {
  readonly kind: 'openid';
  /** The `iss` of its ID tokens, with `{tenantid}` for the tenant if it has many. */
  readonly issuer: string;
  /** Where its metadata are. */
  readonly metadataAddress: string;
  /** The algorithm of its ID tokens. */
  readonly idTokenAlg: string;
}

/** A provider that has OAuth and no ID tokens: a person is what its user endpoint answers. */
export interface OAuthProvider {
  readonly kind: 'oauth';
  /** What identifies the provider: the origin of its authorization endpoint. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userEndpoint: string;
  /** Where it lists the addresses of a person and which of them are verified, as GitHub does. */
  readonly emailsEndpoint?: string;
}

/** An identity provider where people sign in: an entry of the file of `SIGN_IN_UPSTREAMS`. */
export interface Upstream {
  /** Part of the address of the callback. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly provider: OpenIdProvider | OAuthProvider;
  readonly client_id: string;
  readonly credentials: UpstreamCredentials;
  readonly scopes: readonly string[];
  /** The `prompt` of each request that asks for no other. */
  readonly prompt?: string;
  /** Further parameters of each authorization request, such as `hd`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The claim that identifies a person. */
  readonly subjectClaim: string;
  /** The claim by which pages name the account. */
  readonly labelClaim: string;
  readonly emailVerifiedClaim: string;
  /** Claims that are kept, besides those that rules and resources read. */
  readonly claims: readonly string[];
  readonly allow: AccessRules;
  readonly deny: DenyRules;
  /** The tenants of a provider with many. */
  readonly tenants: readonly string[];
  /** Whether UserInfo is asked if the ID token misses a claim that is kept. */
  readonly asksUserInfo: boolean;
  readonly usesPkce: boolean;
  /** Whether the `login_hint` of clients is passed on. */
  readonly passesLoginHint: boolean;
  /** The domains of the `login_hint` that choose this upstream. */
  readonly loginHintDomains: readonly string[];
  /** The `acr` of this server, and that of the upstream for each. */
  readonly acr: Readonly<Record<string, string>>;
  /** Whether the back-channel logout of the upstream also ends the grants of the person. */
  readonly logoutEndsGrants: boolean;
  /** How long a response of the upstream may take. */
  readonly timeoutSeconds: number;
  /** Whether people may sign out at the upstream as well. */
  readonly offersUpstreamLogout: boolean;
}
