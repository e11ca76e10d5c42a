import { shortest } from '../core/lifetimes/lifetimes';
import type { PolicyRules } from '../core/policy-document/policy-rules';
import type { AccessTokenOptions } from './access-token-options';

/** How long the tokens of a client live, in seconds, by the configuration and the rules of its policies. */
export const tokenLifetimesOf = (
  { lifetime, refreshLifetime }: Pick<AccessTokenOptions, 'lifetime' | 'refreshLifetime'>,
  rules: Pick<PolicyRules, 'access_token_lifetime' | 'refresh_token_lifetime'> = {},
): { readonly accessTokenLifetime: number; readonly refreshTokenLifetime: number } => ({
  accessTokenLifetime: shortest(lifetime, rules.access_token_lifetime),
  refreshTokenLifetime: shortest(refreshLifetime, rules.refresh_token_lifetime),
});

/** What clients are told where no refresh tokens are issued, in seconds. */
const REFRESH_LIFETIME_ELSEWHERE = 1800;

/** The variables that {@link refreshLifetimeOf} takes. */
interface RefreshVariables {
  readonly SIGN_IN_UPSTREAMS: { readonly length: number };
  readonly REFRESH_IDLE: number;
  readonly REFRESH_ABSOLUTE: number;
}

/** How long a refresh token lives that is not used, in seconds, by the variables of the environment. */
export const refreshLifetimeOf = ({ SIGN_IN_UPSTREAMS, REFRESH_IDLE, REFRESH_ABSOLUTE }: RefreshVariables): number =>
  SIGN_IN_UPSTREAMS.length > 0 ? Math.min(REFRESH_IDLE, REFRESH_ABSOLUTE) : REFRESH_LIFETIME_ELSEWHERE;
