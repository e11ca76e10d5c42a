import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import type { Environment } from '../config/environment';
import { EventLoopDelay } from './event-loop-delay';
import { sendError } from './oauth-error.filter';
import { isProbe } from './probe';
import { RefusalLog } from './refusal-log';
import { type RequestLimits, RequestsInFlight } from './requests-in-flight';

/** Those who are refused at once do not come back at once. */
const RETRY_AFTER_SECONDS = [1, 2, 3] as const;

type Limits = RequestLimits & Pick<Environment, 'MAX_EVENT_LOOP_DELAY'>;

/**
 * Refuses what is beyond capacity with 503 and `Retry-After` before anything is done for it: neither is its body read
 * nor its caller authenticated, and the connection stays open, for a new one would cost more than the answer. A request
 * is in flight from when its body has come, for there is nothing to do before, until it is answered; what is in flight
 * is served. Probes are always answered.
 */
export const shedOverload = (fastify: FastifyInstance, limits: Limits): void => {
  const delay = new EventLoopDelay();
  const log = new RefusalLog('overload', 'requests are refused: more come in than can be served');
  RequestsInFlight.prepare(fastify);
  const inFlight = new RequestsInFlight(limits);
  const isLate = (): boolean => isAtLeast(delay.milliseconds, limits.MAX_EVENT_LOOP_DELAY);
  const refuse = (reply: FastifyReply, why: string): void => {
    log.refused(why);
    const seconds = RETRY_AFTER_SECONDS[Math.floor(Math.random() * RETRY_AFTER_SECONDS.length)];
    void sendError(reply, new TemporarilyUnavailable('the server is overloaded; try again', seconds));
  };
  const lateness = (): string => `the event loop is ${Math.round(delay.milliseconds)} ms late`;
  fastify.addHook('onRequest', (request, reply, done) => {
    const why = isProbe(request) ? undefined : (inFlight.overload(request) ?? (isLate() ? lateness() : undefined));
    if (why === undefined) done();
    else refuse(reply, why);
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    const why = isProbe(request) ? undefined : inFlight.admit(request);
    if (why === undefined) done();
    else refuse(reply, why);
  });
  // Every request comes to this, also one whose caller is gone: then its work is done, and no sooner.
  fastify.addHook('onSend', (request: FastifyRequest, _reply, _payload, done) => {
    inFlight.end(request);
    done();
  });
  fastify.addHook('onReady', (done) => {
    delay.start();
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    delay.stop();
    log.stop();
    done();
  });
};

const isAtLeast = (value: number, limit: number): boolean => limit > 0 && value >= limit;
