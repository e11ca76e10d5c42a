import { httpPlugin } from '../http-plugin';

/** Sends the id under which the log lists the request. */
export const requestId = httpPlugin({ name: 'request-id', dependencies: ['pipelining'] }, (fastify) => {
  fastify.addHook('onRequest', (request, reply, next) => {
    reply.header('X-Request-Id', request.id);
    next();
  });
});
