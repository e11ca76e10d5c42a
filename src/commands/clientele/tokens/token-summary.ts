import {
  type InitialAccessToken,
  stateOf,
} from '../../../governance/initial-access-tokens/initial-access-token.entity';
import type { Summary } from '../output';

/** What the commands show of a token, which is neither the token nor its hash. Moments are those of ISO 8601. */
export const summaryOf = (token: InitialAccessToken, at: Date): Summary => ({
  id: token.id,
  state: stateOf(token, at),
  label: token.details.label,
  policy: token.details.policy ?? 'none',
  ...(token.details.max_clients !== undefined && { max_clients: token.details.max_clients }),
  uses: token.details.uses ?? 'unlimited',
  uses_left: token.uses_left ?? 'unlimited',
  expires_at: token.expires_at?.toISOString() ?? 'never',
  created_at: token.created_at.toISOString(),
  created_by: token.details.created_by,
  ...(token.revoked_at && { revoked_at: token.revoked_at.toISOString() }),
});
