import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { notedForLog, takeLogNotes } from '../http/log-notes';
import { isProbe } from '../http/probe';

/**
 * Logs one line per request, probes excepted: id, method, path, address, status, time, the kind of actor, and what was
 * noted of its client. The line has the path without its query, and neither headers nor body, so nothing is redacted.
 */
export const logRequests = (fastify: FastifyInstance, root: Logger): void => {
  takeLogNotes(fastify);
  const log = root.child({}, { redact: [] });
  const lineOf = (request: FastifyRequest, reply: FastifyReply): object => ({
    req: { id: request.id, method: request.method, path: pathOf(request.url), remoteAddress: request.ip },
    res: { statusCode: reply.statusCode },
    responseTime: Math.round(reply.elapsedTime),
    ...(request.createdContext && { actor: request.createdContext.actor.type }),
    ...notedForLog(request),
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (!isProbe(request)) {
      if (reply.statusCode === 503) log.warn(lineOf(request, reply), 'request refused');
      else if (reply.statusCode >= 500) log.error(lineOf(request, reply), 'request errored');
      else if (log.isLevelEnabled('info')) log.info(lineOf(request, reply), 'request completed');
    }
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    log.info({ req: { id: request.id, method: request.method, path: pathOf(request.url) } }, 'request aborted');
    done();
  });
};

/** No query, no fragment; nothing of a target that is no path: it may carry a user and a password. */
const pathOf = (url: string): string => (url.startsWith('/') ? (/^[^?#]*/.exec(url)?.[0] ?? '') : '(no path)');
