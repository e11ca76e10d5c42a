import type { FastifyInstance } from 'fastify';

/**
 * Once the server accepts no more connections, each answer closes its own: one that was kept alive after a request in
 * flight would hold the process until its time is up.
 */
export const closeAfterAnswer = (fastify: FastifyInstance): void => {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (!fastify.server.listening) reply.header('Connection', 'close');
    done();
  });
};
