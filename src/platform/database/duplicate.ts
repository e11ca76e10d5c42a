/** The codes of PostgreSQL and SQLite for a value that a unique key has already. */
const DUPLICATE: readonly unknown[] = ['23505', 'SQLITE_CONSTRAINT'];

/** Whether a `QueryFailedError` says that a row with the same key exists. On SQLite, any broken constraint counts. */
export const isDuplicate = (error: unknown): boolean =>
  DUPLICATE.includes((error as { driverError?: { code?: unknown } }).driverError?.code);
