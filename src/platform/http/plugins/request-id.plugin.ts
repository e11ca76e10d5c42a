import { httpPlugin } from '../http-plugin';

/** Sends the id of the request, which is also in its log line. */
export const requestId = httpPlugin({ name: 'request-id', dependencies: ['pipelining'] }, (fastify) => {
  fastify.addHook('onRequest', (request, reply, next) => {
    reply.header('X-Request-Id', request.id);
    next();
  });
});
