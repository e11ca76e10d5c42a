import { affected, type TransactionsService } from '../database/transactions.service';

/** About how many rows one statement deletes: each is quick, and other writes run in between. */
const MOST_AT_ONCE = 1000;

/** The tables with rows that expire, each with the column of the time. */
const EXPIRIES = {
  expiring_entries: 'expires_at',
  idempotent_answers: 'expires_at',
  rate_limit_counts: 'expire',
  authorization_codes: 'kept_until',
  refresh_tokens: 'kept_until',
  user_grants: 'expires_at',
  pushed_requests: 'expires_at',
  browser_sessions: 'expires_at',
  sign_in_transactions: 'expires_at',
} as const;

/**
 * Deletes the rows of a table that have expired by `now`; ends between two statements if `stopping` is aborted. The statement
 * has its subquery in no COALESCE or CASE, because Citus refuses that in a write.
 */
export const deleteExpired = async (
  transactions: TransactionsService,
  table: keyof typeof EXPIRIES,
  now = new Date(),
  stopping?: AbortSignal,
): Promise<void> => {
  const column = EXPIRIES[table];
  const first = `SELECT ${column} FROM ${table} WHERE ${column} <= $1 ORDER BY ${column} LIMIT ${MOST_AT_ONCE}`;
  const sweep = `DELETE FROM ${table} WHERE ${column} <= (SELECT max(${column}) FROM (${first}) AS first)`;
  let swept: number;
  do swept = await transactions.run((manager) => affected(manager, sweep, [now.getTime()]));
  while (swept >= MOST_AT_ONCE && !stopping?.aborted);
};
