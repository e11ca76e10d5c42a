import type { FastifyInstance } from 'fastify';

/**
 * Once the server stops, each answer closes its connection: one that was kept alive after a request in flight would
 * hold the process until its time is up.
 */
export const closeAfterAnswer = (fastify: FastifyInstance): void => {
  let isStopping = false;
  fastify.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isStopping) reply.header('Connection', 'close');
    done();
  });
};
