import { v7 as uuidv7 } from 'uuid';
import { type AuthorizationCode } from './authorization-code.entity';
import { type UserGrant } from './user-grant.entity';

/** The lifetime of an authorization code, in milliseconds; RFC 6749 section 4.1.2 permits ten minutes. */
const CODE_LIFETIME_MS = 60_000;

/** What a person authorized, and the request that asked for it. */
export interface NewGrant {
  readonly sub: string;
  readonly client_id: string;
  /** In the spelling of the operator. */
  readonly resources: readonly string[];
  readonly scope: readonly string[];
  /** When the person authenticated. */
  readonly auth_time: Date;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Where the code is sent. */
  readonly redirect_uri: string;
  readonly isRedirectUriSent: boolean;
  /** RFC 7636 section 4.2, of the method S256. */
  readonly code_challenge: string;
  /** RFC 9449 section 10. */
  readonly dpop_jkt?: string;
  readonly nonce?: string;
  /** Whether the client gets refresh tokens. */
  readonly mayRefresh: boolean;
  /** The browser session in which the person decided. */
  readonly session?: string;
  readonly upstream: string;
}

/** The row of a new grant. It ends with its code, unless that is redeemed. */
export const grantRow = (grant: NewGrant, now: Date): UserGrant => ({
  id: uuidv7(),
  sub: grant.sub,
  client_id: grant.client_id,
  upstream: grant.upstream,
  session: grant.session ?? null,
  resources: grant.resources,
  scope: grant.scope,
  auth_time: grant.auth_time,
  acr: grant.acr ?? null,
  amr: grant.amr ?? null,
  redirect_host: hostOf(grant.redirect_uri),
  keys: null,
  may_refresh: grant.mayRefresh,
  created_at: now,
  last_used_at: now,
  expires_at: new Date(now.getTime() + CODE_LIFETIME_MS),
  revoked_at: null,
  revoked_because: null,
});

/** The row of its code. */
export const codeRow = (
  { id, expires_at }: UserGrant,
  { redirect_uri, code_challenge, dpop_jkt }: NewGrant,
  hash: string,
): AuthorizationCode => ({
  grant_id: id,
  hash,
  redirect_uri,
  code_challenge,
  dpop_jkt: dpop_jkt ?? null,
  expires_at,
  used_at: null,
  kept_until: expires_at,
});

/** The host of an address; of one without a host, such as `com.example.app:/cb`, the scheme. */
const hostOf = (address: string): string => {
  const { host, protocol } = new URL(address);
  return host === '' ? protocol : host;
};
