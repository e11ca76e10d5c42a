import { Socket } from 'node:net';

/**
 * How PostgreSQL is kept from letting a request hang. It ends by itself a statement that takes too long, waits for
 * locks included, and a transaction whose node has gone silent, with its locks. A connection that is not in use for
 * this long is closed; one on which nothing came for twice as long has lost its server, and is given up.
 */
export const postgresTimeouts = (timeoutMs: number): object => ({
  statement_timeout: timeoutMs,
  idle_in_transaction_session_timeout: 2 * timeoutMs,
  idleTimeoutMillis: timeoutMs,
  keepAlive: true,
  stream: () => givenUpAfter(2 * timeoutMs),
});

const givenUpAfter = (silenceMs: number): Socket => {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () => {
    socket.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' }));
  });
};
