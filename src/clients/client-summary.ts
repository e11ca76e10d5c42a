import type { ListedClient } from './client.repository';

/** What operators see of a client: nothing of its credentials. Moments are those of ISO 8601. */
export const summaryOf = (client: ListedClient): Readonly<Record<string, unknown>> => ({
  client_id: client.client_id,
  status: client.status,
  ...(client.status_change && {
    status_since: new Date(client.status_change.at).toISOString(),
    status_by: client.status_change.by,
    ...(client.status_change.reason !== undefined && { status_reason: client.status_change.reason }),
  }),
  origin: client.origin,
  policies: client.policies ?? [],
  ...(client.initial_access_token && { initial_access_token: client.initial_access_token }),
  ...(client.registrar && { registrar: client.registrar }),
  ...(client.lineage && { lineage: client.lineage }),
  ...(client.consent_disabled_at && { consent_disabled_at: client.consent_disabled_at.toISOString() }),
  created_at: client.created_at.toISOString(),
  updated_at: client.updated_at.toISOString(),
  last_used_at: client.last_used_at?.toISOString() ?? 'never',
  metadata: client.metadata,
});
