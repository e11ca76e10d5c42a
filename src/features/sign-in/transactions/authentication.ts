import type { User } from '../../../users/user.entity';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import type { AuthorizationRequest } from '../request/authorization-request';
import type { BrowserSession } from '../sessions/browser-session.entity';
import type { UpstreamRequest } from '../upstream/upstream-protocol';

/** That a user authenticated: who, where, when and how. Tokens have it (RFC 9068 section 2.2.1). */
export interface Authentication {
  readonly sub: string;
  readonly upstream: string;
  readonly auth_time: Date;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** The keyed hash of the session. */
  readonly session?: string;
}

/** What a session says. */
export const authenticationOf = ({ sub, upstream, auth_time, acr, amr, hash }: BrowserSession): Authentication => ({
  sub,
  upstream,
  auth_time,
  ...(acr !== null && { acr }),
  ...(amr !== null && { amr }),
  session: hash,
});

/** What an upstream said just now. Without its `auth_time`, the user authenticated when the response came. */
export const authenticationBy = (
  { sub }: User,
  { upstream, auth_time, acr, amr }: UpstreamIdentity,
  at: Date,
  session?: BrowserSession,
): Authentication => ({
  sub,
  upstream,
  auth_time: auth_time === undefined ? at : new Date(auth_time * 1000),
  ...(acr !== undefined && { acr }),
  ...(amr !== undefined && { amr }),
  ...(session && { session: session.hash }),
});

/** The clocks of the upstream and of this server may differ by this much. */
const CLOCK_SKEW_SECONDS = 60;

type Wanted = Pick<AuthorizationRequest, 'prompt' | 'max_age' | 'acr_values' | 'asked_at'>;

/**
 * Whether a session does not satisfy a request, so that the user has to authenticate again (OpenID Connect Core section
 * 3.1.2.1, RFC 9470 section 4).
 */
export const needsNewLogin = (
  { prompt, max_age, acr_values, asked_at }: Wanted,
  { auth_time, acr }: Pick<BrowserSession, 'auth_time' | 'acr'>,
): boolean =>
  prompt.includes('login') ||
  prompt.includes('select_account') ||
  (max_age !== undefined && asked_at - auth_time.getTime() >= max_age * 1000) ||
  (acr_values !== undefined && (acr === null || !acr_values.includes(acr)));

/** What the upstream is asked for. Nothing else of the request reaches it. */
export const wishesOf = (
  { prompt, max_age, acr_values, login_hint }: AuthorizationRequest,
  wantsOtherAccount = false,
): UpstreamRequest => {
  const asksForLogin = prompt.includes('login') || (max_age === 0 && !wantsOtherAccount);
  const choosesAccount = prompt.includes('select_account') || wantsOtherAccount;
  return {
    ...(asksForLogin ? { prompt: 'login' } : choosesAccount && { prompt: 'select_account' }),
    ...(max_age !== undefined && { max_age }),
    ...(acr_values && { acr_values: acr_values.join(' ') }),
    ...(login_hint !== undefined && !wantsOtherAccount && { login_hint }),
  };
};

/** Why an authentication does not satisfy a request; `undefined` if it does. */
export const shortcomingOf = (
  { prompt, max_age, acr_values, asked_at }: Wanted,
  { auth_time, acr }: Pick<UpstreamIdentity, 'auth_time' | 'acr'>,
  wishes: UpstreamRequest,
  at: Date,
): 'login_required' | 'unmet_authentication_requirements' | undefined => {
  const wantsLogin = prompt.includes('login') || max_age === 0;
  if (auth_time === undefined) {
    // Without the time of the upstream, only a login that it was asked for is known to be new.
    if (max_age !== undefined && wishes.prompt !== 'login') return 'login_required';
  } else {
    if (wantsLogin && auth_time < Math.floor(asked_at / 1000)) return 'login_required';
    if (max_age !== undefined && auth_time + max_age + CLOCK_SKEW_SECONDS < at.getTime() / 1000)
      return 'login_required';
  }
  return acr_values === undefined || (acr !== undefined && acr_values.includes(acr))
    ? undefined
    : 'unmet_authentication_requirements';
};
