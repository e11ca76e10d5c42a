import type { Socket } from 'node:net';
import { httpPlugin } from '../http-plugin';
import { RefusalLog } from '../refusal-log';
import { MAX_PER_CONNECTION } from '../requests-in-flight';

/** Twice the number that is served at once: further requests are refused first, then the connection is closed. */
const MAX_IN_ONE_TURN = 2 * MAX_PER_CONNECTION;

/**
 * Closes a connection that sends more requests than {@link MAX_IN_ONE_TURN} within one turn of the event loop, whatever
 * their target: Node reads all of them before it serves another connection, and a refusal costs more than a request.
 */
export const pipelining = httpPlugin({ name: 'pipelining' }, (fastify) => {
  const log = new RefusalLog('overload', 'connections are closed: they send without awaiting the answers');
  const arrived = new Map<Socket, number>();
  fastify.addHook('onRequest', ({ raw: { socket } }, reply, next) => {
    // Node has read more than the request for which the connection was closed.
    if (socket.destroyed) return void reply.hijack();
    if (arrived.size === 0)
      setImmediate(() => {
        arrived.clear();
      });
    const count = (arrived.get(socket) ?? 0) + 1;
    arrived.set(socket, count);
    if (count <= MAX_IN_ONE_TURN) return void next();
    log.refused(`${MAX_IN_ONE_TURN} requests came at once`);
    reply.hijack();
    socket.destroy();
  });
  fastify.addHook('onClose', (_instance, closed) => {
    log.stop();
    closed();
  });
});
