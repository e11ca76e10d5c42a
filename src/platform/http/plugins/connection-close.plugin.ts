import { httpPlugin } from '../http-plugin';

/**
 * Once the server accepts no more connections, each response closes its own. A connection that was kept alive would
 * delay the end of the process until the time-out.
 */
export const connectionClose = httpPlugin({ name: 'connection-close' }, (fastify) => {
  fastify.addHook('onSend', (_request, reply, _payload, next) => {
    if (!fastify.server.listening) reply.header('Connection', 'close');
    next();
  });
});
