import { QueryFailedError } from 'typeorm';

/**
 * The codes of PostgreSQL (its appendix A) with which an engine that distributes rows refuses a statement because it has no
 * connection to the node of some of them. Citus passes on what its own connection reports. After 08007 the statement may
 * have been committed, and 08P01 is what poolers report of themselves.
 */
const LACKS_CONNECTION = new RegExp(
  [
    '^(08(?!007|P01)...', // connection exception, such as 08006 of Citus for a node that is dead
    '53300', // too many connections
    '57P0[123])$', // the node shuts down, has crashed, or starts
  ].join('|'),
);

/**
 * Whether the engine refused a statement because it could not reach some of its rows. It has written nothing; the same
 * statement about the other rows may succeed.
 *
 * A server or a pooler that ends this server's own connection reports the same codes, but with the severity FATAL or PANIC:
 * what was under way may have been committed then, and so it may after an error of COMMIT. (An engine that speaks another
 * language than English has other words for ERROR; nothing is repeated there.)
 */
export const lacksConnection = (error: unknown): boolean => {
  if (!(error instanceof QueryFailedError) || error.query === 'COMMIT') return false;
  const { code, severity } = error.driverError as { readonly code?: unknown; readonly severity?: unknown };
  return severity === 'ERROR' && LACKS_CONNECTION.test(String(code));
};
