import type { User } from './user.entity';

/** What an operator sees of a person: the claims are in the export alone. */
export interface UserSummary {
  readonly sub: string;
  readonly state: 'active' | 'disabled';
  /** The name of the account on pages. */
  readonly account: string;
  readonly upstream: string;
  readonly issuer: string;
  readonly upstream_subject: string;
  readonly created_at: string;
  readonly signed_in_at: string;
  readonly disabled_at?: string;
}

/** The person as operators see it. Moments are those of ISO 8601. */
export const summaryOf = (user: User, account: string): UserSummary => ({
  sub: user.sub,
  state: user.disabled_at ? 'disabled' : 'active',
  account,
  upstream: user.upstream,
  issuer: user.issuer,
  upstream_subject: user.upstream_subject,
  created_at: user.created_at.toISOString(),
  signed_in_at: user.signed_in_at.toISOString(),
  ...(user.disabled_at && { disabled_at: user.disabled_at.toISOString() }),
});
