import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MethodNotAllowed, NotFound } from '../../../core/errors/errors';
import { httpPlugin } from '../http-plugin';
import { sendError } from '../oauth-error.filter';

/** All methods that Node's parser knows; CONNECT never becomes a request. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Responds with 405 and `Allow` to every method that an address does not have (RFC 9110 section 15.5.6), and to OPTIONS
 * with the same `Allow`. An address that does not exist is 404.
 */
export const otherMethods = httpPlugin({ name: 'other-methods' }, (fastify) => {
  const known = new Map<string, Set<string>>();
  for (const method of ALL_METHODS)
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true });
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  fastify.decorate('addOtherMethods', () => {
    for (const [url, methods] of [...known])
      if (!url.includes('*') && !methods.has('OPTIONS')) addOthers(fastify, url, [...methods, 'OPTIONS']);
  });
});

const addOthers = (fastify: FastifyInstance, url: string, allowed: readonly string[]): void => {
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
    method: ALL_METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (request, reply) => sendError(reply, isUnknown(request) ? new NotFound() : new MethodNotAllowed(allowed)),
  });
};

/**
 * Whether a parameter of the address is empty, as in `/register/`. Fastify matches `/register/:client_id` there, and
 * Nest serves no such address.
 */
const isUnknown = ({ params }: FastifyRequest): boolean =>
  Object.values(params as Readonly<Record<string, string>>).includes('');
