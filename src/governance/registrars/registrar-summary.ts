import { type Registrar, stateOf } from './registrar.entity';

/** What operators see of a registrar, which is neither its secret nor a hash. */
export type RegistrarSummary = Readonly<Record<string, unknown>>;

/** The summary of a registrar that has `clients` clients now. Moments are those of ISO 8601. */
export const summaryOf = (registrar: Registrar, clients: number, at: Date): RegistrarSummary => ({
  client_id: registrar.client_id,
  state: stateOf(registrar, at),
  label: registrar.details.label,
  policy: registrar.details.policy ?? 'none',
  ...(registrar.details.max_clients !== undefined && { max_clients: registrar.details.max_clients }),
  clients,
  ...(registrar.details.jwks_uri !== undefined && { jwks_uri: registrar.details.jwks_uri }),
  ...(registrar.details.jwks !== undefined && { jwks: registrar.details.jwks }),
  expires_at: registrar.expires_at?.toISOString() ?? 'never',
  created_at: registrar.created_at.toISOString(),
  created_by: registrar.details.created_by,
  ...(registrar.revoked_at && { revoked_at: registrar.revoked_at.toISOString() }),
});
