import { setTimeout as wait } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';

/** serialization_failure, deadlock_detected: nothing was done, and a repetition may succeed. */
const WORTH_REPEATING = new Set(['40001', '40P01']);
/** read_only_sql_transaction: a repetition has another connection, which may lead to the new primary. */
const WORTH_REPEATING_ONCE = '25006';
const MOST_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 5;

/**
 * Repeats a transaction that lost against a concurrent one, or once one that met a server that is read-only. The pauses
 * double on average and are random, so that the same two do not collide again. A distributed database requires this, and
 * PostgreSQL after a deadlock. Throws the last error.
 */
export const retry = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (!isWorthRepeating(error, attempt)) throw error;
      await wait(FIRST_PAUSE_MS * 2 ** attempt * Math.random());
    }
};

const isWorthRepeating = (error: unknown, attempt: number): boolean => {
  if (!(error instanceof QueryFailedError)) return false;
  const code = String((error.driverError as { code?: unknown }).code);
  return code === WORTH_REPEATING_ONCE ? attempt === 1 : attempt < MOST_ATTEMPTS && WORTH_REPEATING.has(code);
};
