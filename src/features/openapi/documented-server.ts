import { refreshLifetimeOf } from '../../access-tokens/token-lifetimes';
import type { Issuer } from '../../core/issuer';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';

/** What the OpenAPI document depends on besides the code. */
export interface DocumentedServer {
  readonly issuer: Issuer;
  readonly permissions: OperatorPolicy;
  /** In seconds. */
  readonly accessTokenLifetime: number;
  /** In seconds. */
  readonly refreshTokenLifetime: number;
  /** Whether a client may register without a token. */
  readonly isOpen: boolean;
  /** The scope by which clients manage their registration; empty if there is none. */
  readonly managementScope: string;
  /** Whether a registration may be a signed JWT. */
  readonly acceptsSignedRequests: boolean;
  /** Whether people sign in here. */
  readonly hasSignIn: boolean;
}

/** The variables that a {@link DocumentedServer} follows. */
interface Variables {
  readonly REFRESH_IDLE: number;
  readonly REFRESH_ABSOLUTE: number;
  readonly ACCESS_TOKEN_LIFETIME: number;
  readonly REGISTRATION_MODE: string;
  readonly MANAGEMENT_SCOPE: string;
  readonly SOFTWARE_STATEMENT_ISSUERS: readonly unknown[];
  readonly SIGN_IN_UPSTREAMS: { readonly length: number };
}

export const documentedServer = (
  variables: Variables,
  issuer: Issuer,
  permissions: OperatorPolicy,
): DocumentedServer => ({
  issuer,
  permissions,
  accessTokenLifetime: variables.ACCESS_TOKEN_LIFETIME,
  refreshTokenLifetime: refreshLifetimeOf(variables),
  isOpen: variables.REGISTRATION_MODE === 'open',
  managementScope: variables.MANAGEMENT_SCOPE,
  acceptsSignedRequests: variables.SOFTWARE_STATEMENT_ISSUERS.length > 0,
  hasSignIn: variables.SIGN_IN_UPSTREAMS.length > 0,
});
