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
          address: this.ip,
          userAgent: this.headers['user-agent'],
          at: new Date(),
        };
        return this.createdContext;
      },
    });
  },
);
