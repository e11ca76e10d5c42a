import { type InitialAccessToken, stateOf } from './initial-access-token.entity';

/** What operators see of a token, which is neither the token nor its hash. */
export type TokenSummary = Readonly<Record<string, unknown>>;

/** The summary of a token that has `clients` clients now. Moments are those of ISO 8601. */
export const summaryOf = (token: InitialAccessToken, clients: number, at: Date): TokenSummary => ({
  id: token.id,
  state: stateOf(token, at),
  label: token.details.label,
  policy: token.details.policy ?? 'none',
  ...(token.details.max_clients !== undefined && { max_clients: token.details.max_clients }),
  clients,
  uses: token.details.uses ?? 'unlimited',
  uses_left: token.uses_left ?? 'unlimited',
  expires_at: token.expires_at?.toISOString() ?? 'never',
  created_at: token.created_at.toISOString(),
  created_by: token.details.created_by,
  ...(token.revoked_at && { revoked_at: token.revoked_at.toISOString() }),
});
