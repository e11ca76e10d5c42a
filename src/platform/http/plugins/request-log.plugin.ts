import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpPlugin, type HttpPluginOptions } from '../http-plugin';
import { isProbe } from '../probe';

/**
 * Writes one line for each request except probes: id, method, path, address, status, time, the kind of actor, and the
 * notes about its client. It writes the path without the query, and neither headers nor body, so there is nothing to redact.
 */
export const requestLog = httpPlugin<Pick<HttpPluginOptions, 'logger'>>(
  { name: 'request-log', dependencies: ['pipelining', 'request-context'] },
  (fastify, { logger }) => {
    const log = logger.child({}, { redact: [] });
    fastify.decorateRequest('logNotes', undefined);
    fastify.addHook('onResponse', (request, reply, next) => {
      if (!isProbe(request)) {
        if (reply.statusCode === 503) log.warn(lineOf(request, reply), 'request refused');
        else if (reply.statusCode >= 500) log.error(lineOf(request, reply), 'request errored');
        else if (log.isLevelEnabled('info')) log.info(lineOf(request, reply), 'request completed');
      }
      next();
    });
    fastify.addHook('onRequestAbort', (request, next) => {
      log.info({ req: { id: request.id, method: request.method, path: pathOf(request.url) } }, 'request aborted');
      next();
    });
  },
);

const lineOf = (request: FastifyRequest, reply: FastifyReply): object => ({
  req: {
    id: request.id,
    method: request.method,
    path: pathOf(request.url),
    remoteAddress: request.createdContext?.address ?? request.ip,
  },
  res: { statusCode: reply.statusCode },
  responseTime: Math.round(reply.elapsedTime),
  ...(request.createdContext && { actor: request.createdContext.actor.type }),
  ...request.logNotes,
});

/** The path alone. A target that is not a path is not logged: it may contain a user and a password. */
const pathOf = (url: string): string => (url.startsWith('/') ? (/^[^?#]*/.exec(url)?.[0] ?? '') : '(no path)');
