import { Socket } from 'node:net';

/**
 * The time-outs that keep a request from hanging. PostgreSQL ends a statement that takes too long (waits for locks
 * included), and a transaction whose node is silent, which releases its locks. The pool closes a connection that is
 * unused for this time, and gives up one that received nothing for twice as long.
 */
export const postgresTimeouts = (timeoutMs: number): object => ({
  statement_timeout: timeoutMs,
  idle_in_transaction_session_timeout: 2 * timeoutMs,
  idleTimeoutMillis: timeoutMs,
  keepAlive: true,
  stream: () => givenUpAfter(2 * timeoutMs),
});

/** Replaces {@link postgresTimeouts} where work takes longer than a request. */
export const NO_TIMEOUTS = {
  statement_timeout: undefined,
  idle_in_transaction_session_timeout: undefined,
  idleTimeoutMillis: undefined,
  stream: undefined,
  maxLifetimeSeconds: 0,
};

const givenUpAfter = (silenceMs: number): Socket => {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () => {
    socket.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' }));
  });
};
