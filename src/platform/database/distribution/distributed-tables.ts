/**
 * How Citus stores each table. A new table has to be in one of the three lists. Every unique key of a table in the first one
 * has to contain its column: `test/platform/database/distribution.e2e-spec.ts` compares them with all migrations.
 */

/** The tables whose rows are spread over the workers, by the hash of one column. They grow with clients and requests. */
export const DISTRIBUTED_TABLES = {
  clients: 'client_id',
  reserved_values: 'value',
  client_terms: 'client_id',
  client_documents: 'client_id',
  initial_access_tokens: 'id',
  expiring_entries: 'id',
  idempotent_answers: 'id',
  rate_limit_counts: 'key',
  user_grants: 'id',
  authorization_codes: 'grant_id',
  refresh_tokens: 'id',
  consents: 'sub',
  browser_sessions: 'hash',
  sign_in_transactions: 'id',
  pushed_requests: 'hash',
} as const satisfies Readonly<Record<string, string>>;

/** Small tables that are read often and written seldom: every worker has a copy. */
export const REFERENCE_TABLES = [
  'migrations',
  'signing_keys',
  'policies',
  'policy_versions',
  'registrars',
  'disabled_document_hosts',
] as const;

/** Tables that only the coordinator has, because their rows depend on each other; nodes reach them through any worker. */
export const COORDINATOR_TABLES = [
  'events',
  'log_entries',
  'log_tree',
  'checkpoints',
  'checkpoint_keys',
  'log_followers',
  'webhooks',
  'webhook_deliveries',
  'client_counts',
  'client_term_counts',
  'hourly_counts',
  'client_imports',
  'jobs',
  'job_states',
  'users',
] as const;
