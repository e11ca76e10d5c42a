import { affected, type TransactionsService } from '../database/transactions.service';

/** About how many rows one statement deletes: each is quick, and other writes run in between. */
const MOST_AT_ONCE = 1000;

/** Deletes the rows of a table whose `expires_at` has passed by `now`; ends between two statements if `stopping` is aborted. */
export const deleteExpired = async (
  transactions: TransactionsService,
  table: 'expiring_entries' | 'idempotent_answers',
  now = new Date(),
  stopping?: AbortSignal,
): Promise<void> => {
  const expired = `FROM ${table} WHERE expires_at <=`;
  const last = `SELECT expires_at ${expired} $1 ORDER BY expires_at LIMIT 1 OFFSET ${MOST_AT_ONCE - 1}`;
  const sweep = `DELETE ${expired} COALESCE((${last}), $1)`;
  let swept: number;
  do swept = await transactions.run((manager) => affected(manager, sweep, [now.getTime()]));
  while (swept >= MOST_AT_ONCE && !stopping?.aborted);
};
