import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { HttpPluginOptions } from './http-plugin';
import { bodyParsers } from './plugins/body-parsers.plugin';
import { caching } from './plugins/caching.plugin';
import { clientCertificate } from './plugins/client-certificate.plugin';
import { connectionClose } from './plugins/connection-close.plugin';
import { connectionLimit } from './plugins/connection-limit.plugin';
import { crossOrigin } from './plugins/cors.plugin';
import { otherMethods } from './plugins/other-methods.plugin';
import { overload } from './plugins/overload.plugin';
import { pipelining } from './plugins/pipelining.plugin';
import { requestContext } from './plugins/request-context.plugin';
import { requestHead } from './plugins/request-head.plugin';
import { requestId } from './plugins/request-id.plugin';
import { requestLog } from './plugins/request-log.plugin';
import { requireTls } from './plugins/require-tls.plugin';
import { securityHeaders } from './plugins/security-headers.plugin';

/**
 * All plugins. Hooks of one kind run in this order. Each plugin names the plugins that it needs before it: Fastify
 * refuses to start if one of them is missing or comes later.
 */
export const HTTP_PLUGINS: readonly FastifyPluginCallback<HttpPluginOptions>[] = [
  pipelining,
  requestContext,
  requestLog,
  requestId,
  connectionClose,
  connectionLimit,
  securityHeaders,
  caching,
  crossOrigin,
  requestHead,
  overload,
  requireTls,
  clientCertificate,
  bodyParsers,
  otherMethods,
];

/**
 * Registers all plugins. Call it before any route is registered. Rejects with the error of a plugin that cannot start.
 */
export const registerHttpPlugins = async (fastify: FastifyInstance, options: HttpPluginOptions): Promise<void> => {
  for (const plugin of HTTP_PLUGINS) await fastify.register(plugin, options);
};
