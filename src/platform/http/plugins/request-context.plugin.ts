import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS } from '../../../core/request-context';
import { httpPlugin, type HttpPluginOptions } from '../http-plugin';
import type { HttpRequestContext } from '../request-context';

/** Adds `context` to each request. Its actor is anonymous until a guard calls `actAs`. */
export const requestContext = httpPlugin<Pick<HttpPluginOptions, 'issuers'>>(
  { name: 'request-context' },
  (fastify, { issuers }) => {
    fastify.decorateRequest('createdContext', undefined);
    fastify.decorateRequest('context', {
      getter(this: FastifyRequest): HttpRequestContext {
        this.createdContext ??= {
          requestId: this.id,
          issuer: issuers.resolve(this),
          actor: ANONYMOUS,
          userAgent: this.headers['user-agent'],
          address: addressOf(this),
          at: new Date(),
        };
        return this.createdContext;
      },
    });
  },
);

/**
 * If a proxy forwards something else than an IP address (`unknown`, an address with a port), the address is that of the
 * proxy, so that limits count for it.
 */
const addressOf = ({ ip, socket }: FastifyRequest): string => (isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip);
