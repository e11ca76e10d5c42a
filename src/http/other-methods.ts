import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { MethodNotAllowed } from '../oauth/errors';
import { sendError } from './oauth-error.filter';

/** All that Node's parser knows; CONNECT never becomes a request. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Answers every method that an address does not know with 405 and `Allow` (RFC 9110 section 15.5.6). Gives a function
 * to call once all routes stand.
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
      const allowed = [...methods];
      const others = ALL_METHODS.filter((method) => !methods.has(method));
      if (url.includes('*') || others.length === 0) continue;
      fastify.route({
        method: others,
        url,
        handler: (_request, reply) => sendError(reply, new MethodNotAllowed(allowed)),
      });
    }
  };
};
