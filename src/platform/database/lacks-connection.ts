import { QueryFailedError } from 'typeorm';

/**
 * The codes of PostgreSQL (its appendix A) with which an engine that distributes rows refuses a statement because it has no
 * connection to the node of some of them. Citus passes on what its own connection reports. After 08007 the statement may
 * have been committed.
 */
const LACKS_CONNECTION = new RegExp(
  [
    '^(08(?!007)...', // connection exception, such as 08006 of Citus for a node that is dead
    '53300', // too many connections
    '57P0[123])$', // the node shuts down, has crashed, or starts
  ].join('|'),
);

/**
 * Whether the engine refused a statement because it could not reach some of its rows. It has written nothing; the same
 * statement about the other rows may succeed. Errors of this server's own connection have other codes.
 */
export const lacksConnection = (error: unknown): boolean =>
  error instanceof QueryFailedError && LACKS_CONNECTION.test(String((error.driverError as { code?: unknown }).code));
