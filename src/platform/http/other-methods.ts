import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MethodNotAllowed, NotFound } from '../../core/errors/errors';
import { sendError } from './oauth-error.filter';

/** All that Node's parser knows; CONNECT never becomes a request. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Answers every method that an address does not know with 405 and `Allow` (RFC 9110 section 15.5.6), and OPTIONS
 * with the same `Allow`; 404 where the address itself is not known. Gives a function to call once all routes stand.
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
        handler: (request, reply) =>
          isUnknown(request)
            ? sendError(reply, new NotFound())
            : reply
                .status(204)
                .header('Allow', [...allowed].sort().join(', '))
                .send(),
      });
      fastify.route({
        method: others,
        url,
        handler: (request, reply) =>
          sendError(reply, isUnknown(request) ? new NotFound() : new MethodNotAllowed(allowed)),
      });
    }
  };
};

/** Nest serves no address in which a parameter is empty, such as `/register/`, where Fastify sees `/register/:client_id`. */
const isUnknown = ({ params }: FastifyRequest): boolean =>
  Object.values(params as Readonly<Record<string, string>>).includes('');
