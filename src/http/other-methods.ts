import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { MethodNotAllowed } from '../oauth/errors';
import { sendError } from './oauth-error.filter';

/** All that Node's parser knows; CONNECT never becomes a request. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Answers every method that an address does not know with 405 and `Allow` (RFC 9110 section 15.5.6), and OPTIONS
 * with the same `Allow`. Gives a function to call once all routes stand.
 */
export const answerOtherMethods = (fastify: FastifyInstance): (() => void) => {
  const known = new Map<string, Set<string>>();
  for (const method of ALL_METHODS)
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true });
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allowed = [...methods, 'OPTIONS'];
      const others = ALL_METHODS.filter((method) => !allowed.includes(method));
      if (url.includes('*') || methods.has('OPTIONS')) continue;
      fastify.route({
        method: 'OPTIONS',
        url,
        handler: (_request, reply) =>
          reply
            .status(204)
            .header('Allow', [...allowed].sort().join(', '))
            .send(),
      });
      fastify.route({
        method: others,
        url,
        handler: (_request, reply) => sendError(reply, new MethodNotAllowed(allowed)),
      });
    }
  };
};
