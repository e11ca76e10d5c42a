import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MethodNotAllowed, NotFound } from '../../../core/errors/errors';
import { httpPlugin } from '../http-plugin';
import { sendError } from '../oauth-error.filter';

/** All methods that Node's parser knows; CONNECT never becomes a request. */
const ALL_METHODS = METHODS.filter((method) => method !== 'CONNECT');

interface Address {
  readonly url: string;
  readonly allowed: readonly string[];
}

/**
 * Responds with 405 and `Allow` to every method that an address does not have (RFC 9110 section 15.5.6), and to OPTIONS
 * with the same `Allow`. An address that does not exist is 404. A route for each method that an address does not have
 * would do the same; these were 97 of 100 routes, and a quarter of the time of a start.
 */
export const otherMethods = httpPlugin({ name: 'other-methods' }, (fastify) => {
  const known = new Map<string, string[]>();
  const used = new Set(['OPTIONS']);
  for (const method of ALL_METHODS)
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true });
  fastify.addHook('onRoute', ({ url, method }) => {
    known.set(url, [...(known.get(url) ?? []), ...[method].flat()]);
  });
  fastify.addHook('preHandler', (request, reply, done) => {
    const allowed = request.is404 ? methodsAt(request, used) : [];
    if (allowed.length === 0) done();
    else sendError(reply, new MethodNotAllowed(allowed));
  });
  fastify.decorate('addOtherMethods', () => {
    const addresses = addressesOf(known);
    for (const method of [...known.values()].flat()) used.add(method);
    const ambiguous = addresses.filter((address) => isAmbiguous(fastify, address, used));
    for (const address of addresses) addOptions(fastify, address);
    for (const address of ambiguous) addRefusals(fastify, address);
    addUnusedMethods(fastify, used);
  });
});

/** The addresses whose OPTIONS are answered here, each with all its methods. */
const addressesOf = (known: ReadonlyMap<string, readonly string[]>): Address[] =>
  [...known]
    .filter(([url, methods]) => !url.includes('*') && !methods.includes('OPTIONS'))
    .map(([url, methods]) => ({ url, allowed: [...methods, 'OPTIONS'] }));

/** Whether another address serves a method that this one lacks: `/register/:client_id` does so for `/register/validate`. */
const isAmbiguous = (fastify: FastifyInstance, { url, allowed }: Address, used: ReadonlySet<string>): boolean =>
  [...used].some((method) => !allowed.includes(method) && routeOf(fastify, method, url));

const addOptions = (fastify: FastifyInstance, { url, allowed }: Address): void => {
  fastify.route({
    method: 'OPTIONS',
    url,
    handler: ({ params }, reply) =>
      hasEmpty(params)
        ? sendError(reply, new NotFound())
        : reply
            .status(204)
            .header('Allow', [...allowed].sort().join(', '))
            .send(),
  });
};

/** Routes for all methods that an address lacks. */
const addRefusals = (fastify: FastifyInstance, { url, allowed }: Address): void => {
  fastify.route({
    method: ALL_METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) => sendError(reply, new MethodNotAllowed(allowed)),
  });
};

/** Routes for the methods that no address has: Fastify reads an address, and refuses a malformed one, for a method with routes. */
const addUnusedMethods = (fastify: FastifyInstance, used: ReadonlySet<string>): void => {
  fastify.route({
    method: ALL_METHODS.filter((method) => !used.has(method)),
    url: '/*',
    handler: (request, reply) => {
      const allowed = methodsAt(request, used);
      return sendError(reply, allowed.length > 0 ? new MethodNotAllowed(allowed) : new NotFound());
    },
  });
};

/** The methods that have a route for exactly the address of a request. */
const methodsAt = ({ server, url }: FastifyRequest, used: ReadonlySet<string>): string[] =>
  [...used].filter((method) => {
    const route = routeOf(server, method, url);
    return route && !('*' in route.params) && !hasEmpty(route.params);
  });

/** The type that Fastify declares lacks the `null`. */
const routeOf = (fastify: FastifyInstance, method: string, url: string): { readonly params: object } | null =>
  fastify.findRoute({ method, url });

/**
 * Whether a parameter of the address is empty, as in `/register/`. Fastify matches `/register/:client_id` there, and
 * Nest serves no such address.
 */
const hasEmpty = (params: unknown): boolean => Object.values(params as Readonly<Record<string, string>>).includes('');
