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

/** Deletes the rows of a table that have expired by `now`; ends between two statements if `stopping` is aborted. */
export const deleteExpired = async (
  transactions: TransactionsService,
  table: keyof typeof EXPIRIES,
  now = new Date(),
  stopping?: AbortSignal,
): Promise<void> => {
  const column = EXPIRIES[table];
  const expired = `FROM ${table} WHERE ${column} <=`;
  const last = `SELECT ${column} ${expired} $1 ORDER BY ${column} LIMIT 1 OFFSET ${MOST_AT_ONCE - 1}`;
  const sweep = `DELETE ${expired} COALESCE((${last}), $1)`;
  let swept: number;
  do swept = await transactions.run((manager) => affected(manager, sweep, [now.getTime()]));
  while (swept >= MOST_AT_ONCE && !stopping?.aborted);
};
