import type { DataSource } from 'typeorm';

/** An entry of a queue before the database. */
export interface Waiter {
  /** The time at which it was queued, by `performance.now()`. */
  readonly since: number;
  readonly reject: (error: unknown) => void;
}

/** The error of an entry that waited for as long as a statement may take. */
class QueueTimeout extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('a write waited for the database for too long');
  }
}

/**
 * Rejects entries that were queued for longer than `DATABASE_TIMEOUT` and returns the others, so that one blocked
 * statement does not multiply the wait of everything behind it.
 */
export const rejectExpired = <One extends Waiter>(waiters: readonly One[], timeoutMs: number): One[] => {
  const oldest = performance.now() - timeoutMs;
  return waiters.filter(({ since, reject }) => {
    if (since >= oldest) return true;
    reject(new QueueTimeout());
    return false;
  });
};

/** `DATABASE_TIMEOUT`, as the data source has it. */
export const queueTimeoutOf = ({ options }: DataSource): number =>
  (options.type === 'postgres' ? options.connectTimeoutMS : options.type === 'sqlite' ? options.busyTimeout : 0) ??
  Number.POSITIVE_INFINITY;
