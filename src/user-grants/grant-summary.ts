import type { UserGrant } from './user-grant.entity';

/** What is told of a grant: nothing of its tokens. */
export interface GrantSummary {
  readonly id: string;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly sub: string;
  readonly client_id: string;
  readonly upstream: string;
  readonly redirect_host: string;
  readonly resources: readonly string[];
  readonly scope: readonly string[];
  readonly auth_time: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly may_refresh: boolean;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly revoked_at?: string;
  readonly revoked_because?: string;
}

/** The grant as users and operators see it. Moments are those of ISO 8601. */
export const summaryOf = (grant: UserGrant, now: Date): GrantSummary => ({
  id: grant.id,
  state: stateOf(grant, now),
  sub: grant.sub,
  client_id: grant.client_id,
  upstream: grant.upstream,
  redirect_host: grant.redirect_host,
  resources: grant.resources,
  scope: grant.scope,
  auth_time: grant.auth_time.toISOString(),
  ...(grant.acr !== null && { acr: grant.acr }),
  ...(grant.amr !== null && { amr: grant.amr }),
  may_refresh: grant.may_refresh,
  created_at: grant.created_at.toISOString(),
  last_used_at: grant.last_used_at.toISOString(),
  expires_at: grant.expires_at.toISOString(),
  ...(grant.revoked_at && { revoked_at: grant.revoked_at.toISOString() }),
  ...(grant.revoked_because !== null && { revoked_because: grant.revoked_because }),
});

const stateOf = ({ revoked_at, expires_at }: UserGrant, now: Date): GrantSummary['state'] => {
  if (revoked_at) return 'revoked';
  return expires_at > now ? 'active' : 'expired';
};
