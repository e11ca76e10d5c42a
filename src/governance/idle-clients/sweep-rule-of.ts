import type { Client } from '../../clients/client.entity';
import type { SweepRule } from '../../clients/events/sweep-rule';
import { WRITTEN_AFTER_MS } from '../../clients/last-use';
import { MAX_TOKEN_LIFETIME } from '../../core/lifetimes/lifetimes';
import type { PolicyRules } from '../../core/policy-document/policy-rules';

const DAY_MS = 86_400_000;
/** By so much the clocks of two nodes may differ here. */
const CLOCKS_MS = 3_600_000;
/**
 * What is added to the days of a policy. The last use may be later than the stored one, and the access token of that use
 * may live for its longest lifetime: after this time no token of the client is valid.
 */
export const MARGIN_MS = WRITTEN_AFTER_MS + MAX_TOKEN_LIFETIME * 1000 + CLOCKS_MS;

/** What decides whether a client is deleted for want of use. */
export type UseOfClient = Pick<
  Client,
  'client_id' | 'origin' | 'status' | 'status_change' | 'policies' | 'registration_hash' | 'created_at' | 'last_used_at'
>;

/**
 * The rule by which a client is to be deleted at a moment, or nothing. The days count from its last use, from its
 * registration if it was never used, and from a later decision of the operator, so that an approval late in the term does
 * not come too late. A disabled client cannot be used and stays, and so do registrars, and
 * clients that equal registrations share, whose use nobody proves.
 */
export const sweepRuleOf = (client: UseOfClient, rules: PolicyRules, at: Date): SweepRule | undefined => {
  const { origin, status, status_change, registration_hash, created_at, last_used_at } = client;
  if (origin !== 'registration' || status === 'disabled' || registration_hash != null) return undefined;
  const since = Math.max((last_used_at ?? created_at).getTime(), status_change?.at ?? 0);
  const hasPassed = (days: number): boolean => at.getTime() - since >= days * DAY_MS + MARGIN_MS;
  const { delete_unused_after_days: unused, delete_idle_after_days: idle } = rules;
  if (last_used_at === null && unused !== undefined && hasPassed(unused))
    return { rule: 'delete_unused_after_days', days: unused };
  return idle !== undefined && hasPassed(idle) ? { rule: 'delete_idle_after_days', days: idle } : undefined;
};
