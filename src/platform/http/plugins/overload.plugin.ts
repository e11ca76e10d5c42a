import type { FastifyReply } from 'fastify';
import { TemporarilyUnavailable } from '../../../core/errors/errors';
import { EventLoopDelay } from '../event-loop-delay';
import { httpPlugin, type Variables } from '../http-plugin';
import { sendError } from '../oauth-error.filter';
import { isProbe } from '../probe';
import { RefusalLog } from '../refusal-log';
import { type RequestLimits, RequestsInFlight } from '../requests-in-flight';

/** The values of `Retry-After`. There are several, so that refused callers do not all return at once. */
const RETRY_AFTER_SECONDS = [1, 2, 3] as const;

type Limits = Variables<keyof RequestLimits | 'MAX_EVENT_LOOP_DELAY'>;

/**
 * Refuses requests beyond the capacity with 503 and `Retry-After`, before it reads the body or authenticates the
 * caller. The connection stays open, because a new one would cost more than the response. A request is in flight from
 * the arrival of its whole body until its response, and is then always served. Probes are always served.
 */
export const overload = httpPlugin<Limits>(
  { name: 'overload', dependencies: ['request-head'] },
  (fastify, { environment }) => {
    const delay = new EventLoopDelay();
    const log = new RefusalLog('overload', 'requests are refused: more come in than can be served');
    const inFlight = new RequestsInFlight(environment);
    const refuse = (reply: FastifyReply, why: string): void => {
      log.refused(why);
      const seconds = RETRY_AFTER_SECONDS[Math.floor(Math.random() * RETRY_AFTER_SECONDS.length)];
      void sendError(reply, new TemporarilyUnavailable('the server is overloaded; try again', seconds));
    };
    const lateness = (): string | undefined =>
      isAtLeast(delay.milliseconds, environment.MAX_EVENT_LOOP_DELAY)
        ? `the event loop is ${Math.round(delay.milliseconds)} ms late`
        : undefined;
    fastify.decorateRequest('stopCounting', undefined);
    fastify.addHook('onRequest', (request, reply, next) => {
      const why = isProbe(request) ? undefined : (inFlight.overload(request) ?? lateness());
      if (why === undefined) next();
      else refuse(reply, why);
    });
    fastify.addHook('preValidation', (request, reply, next) => {
      const why = isProbe(request) ? undefined : inFlight.count(request);
      if (why === undefined) next();
      else refuse(reply, why);
    });
    // This hook runs for every request, also after the caller disconnected: the request was in flight until now.
    fastify.addHook('onSend', (request, _reply, _payload, next) => {
      inFlight.end(request);
      next();
    });
    fastify.addHook('onReady', (ready) => {
      delay.start();
      ready();
    });
    fastify.addHook('onClose', (_instance, closed) => {
      delay.stop();
      log.stop();
      closed();
    });
  },
);

const isAtLeast = (value: number, limit: number): boolean => limit > 0 && value >= limit;
