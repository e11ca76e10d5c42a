import type { Client } from '../../../clients/client.entity';

/** A client as a line of JSON: its columns, with moments in ISO 8601. Columns without a value are left out. */
export type ExportedClient = Readonly<Record<string, unknown>>;

/**
 * A client in the own format. `keys` proves the keys of `SECRET_KEYS` that its credentials need; without it, they are not
 * exported.
 */
export const exportedClient = (client: Client, keys?: Readonly<Record<string, string>>): ExportedClient => ({
  client_id: client.client_id,
  status: client.status,
  ...present({
    status_change: client.status_change,
    policies: client.policies,
    initial_access_token: client.initial_access_token,
    registrar: client.registrar,
    lineage: client.lineage,
    software_instance: client.software_instance,
    registration_hash: client.registration_hash,
  }),
  created_at: client.created_at.toISOString(),
  updated_at: client.updated_at.toISOString(),
  ...(client.last_used_at && { last_used_at: client.last_used_at.toISOString() }),
  version: client.version,
  metadata: client.metadata,
  ...(keys && {
    credentials: {
      keys,
      client_secrets: client.client_secrets,
      registration_access_tokens: client.registration_access_tokens,
    },
  }),
});

const present = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
