/** The classes and codes of PostgreSQL (its appendix A) after which the same statement may succeed soon. */
const POSTGRES = new RegExp(
  [
    '^(08...', // connection exception
    '53...', // insufficient resources: connections, memory, disk
    '57P0.', // shutdown, crash, starting up, idle for too long
    '57014|55P03', // a statement or a wait for a lock that took too long
    '25P0[34]', // a transaction that took too long
    '25006', // the primary has become a standby
    '40001|40P01)$', // serialisation failures and deadlocks that did not end by repeating
  ].join('|'),
);
/** Locked; full, read-only or broken disks; a file that is gone. */
const SQLITE = /^SQLITE_(BUSY|LOCKED|PROTOCOL|FULL|READONLY|IOERR|CANTOPEN)$/;
const NETWORK = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** The messages of pg and TypeORM, without a code, when a connection is not available or was lost. */
const CONNECTION =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Client (has encountered a connection error|was closed)|Query runner already released)/;

/**
 * Whether a failure means that the database is temporarily unavailable: gone, starting, full, locked or too slow. The
 * caller cannot correct anything, and may send the request again.
 */
export const isUnavailable = (failure: unknown): boolean => {
  if (!(failure instanceof Error)) return false;
  const { code, driverError } = failure as { code?: unknown; driverError?: unknown };
  if (driverError instanceof Error && driverError !== failure) return isUnavailable(driverError);
  return [POSTGRES, SQLITE, NETWORK].some((codes) => codes.test(String(code))) || CONNECTION.test(failure.message);
};

/** The reason of such a failure in one line, as the database or the driver gives it. */
export const reasonOf = (failure: unknown): string => {
  const { code, driverError, message } = failure as { code?: unknown; driverError?: unknown; message?: string };
  if (driverError instanceof Error && driverError !== failure) return reasonOf(driverError);
  return (message || String(code)).split('\n')[0] ?? '';
};
