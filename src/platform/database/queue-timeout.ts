import type { DataSource } from 'typeorm';

/** Something that waits for its turn at the database. */
export interface Waiter {
  /** When it began to wait, by `performance.now()`. */
  readonly since: number;
  readonly reject: (error: unknown) => void;
}

/** It waited for its turn for as long as a statement may take. */
class WaitedTooLong extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('the database had no turn for this in time');
  }
}

/**
 * Refuses those that have waited for longer than `DATABASE_TIMEOUT`, and gives the others: behind a statement that
 * waits in vain, the last would otherwise wait as many times as there are turns before it.
 */
export const rejectExpired = <One extends Waiter>(waiters: readonly One[], patienceMs: number): One[] => {
  const oldest = performance.now() - patienceMs;
  return waiters.filter(({ since, reject }) => {
    if (since >= oldest) return true;
    reject(new WaitedTooLong());
    return false;
  });
};

/** `DATABASE_TIMEOUT`, as the data source has it. */
export const queueTimeoutOf = ({ options }: DataSource): number =>
  (options.type === 'postgres' ? options.connectTimeoutMS : options.type === 'sqlite' ? options.busyTimeout : 0) ??
  Number.POSITIVE_INFINITY;
