import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Environment } from '../config/environment';
import { TemporarilyUnavailable } from '../oauth/errors';
import { EventLoopDelay } from './event-loop-delay';
import { sendError } from './oauth-error.filter';
import { isProbe } from './probe';

const ADMITTED = 'isAdmitted';
/** Those who are refused at once do not come back at once. */
const RETRY_AFTER_SECONDS = [1, 2, 3] as const;
const LOGGED_EVERY_MS = 10_000;

type Limits = Pick<Environment, 'MAX_REQUESTS_IN_FLIGHT' | 'MAX_EVENT_LOOP_DELAY'>;
type Counted = FastifyRequest & { [ADMITTED]: boolean };

/**
 * Refuses what is beyond capacity with 503 and `Retry-After` before anything is done for it: neither is its body read
 * nor its caller authenticated, and the connection stays open, for a new one would cost more than the answer. What was
 * admitted is served. Probes are always answered.
 */
export const shedOverload = (fastify: FastifyInstance, limits: Limits): void => {
  const delay = new EventLoopDelay();
  const log = new OverloadLog();
  let inFlight = 0;
  const overload = (): string | undefined => {
    if (isAtLeast(inFlight, limits.MAX_REQUESTS_IN_FLIGHT)) return `${inFlight} requests are in flight`;
    if (isAtLeast(delay.milliseconds, limits.MAX_EVENT_LOOP_DELAY))
      return `the event loop is ${Math.round(delay.milliseconds)} ms late`;
    return undefined;
  };
  fastify.decorateRequest(ADMITTED, false);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request)) return void done();
    const why = overload();
    if (why === undefined) {
      inFlight += 1;
      (request as Counted)[ADMITTED] = true;
      return void done();
    }
    log.refused(why);
    const seconds = RETRY_AFTER_SECONDS[Math.floor(Math.random() * RETRY_AFTER_SECONDS.length)];
    void sendError(reply, new TemporarilyUnavailable('the server is overloaded; try again', seconds));
  });
  // Every request comes to this, also one whose caller is gone: then its work is done, and no sooner.
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    if ((request as Counted)[ADMITTED]) inFlight -= 1;
    (request as Counted)[ADMITTED] = false;
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

/** One line when the refusals begin, and one every ten seconds that tells how many there were, until there are none. */
class OverloadLog {
  private readonly logger = new Logger('overload');
  private next: NodeJS.Timeout | undefined;
  private refusals = 0;
  private lastReason = '';

  refused(why: string): void {
    this.refusals += 1;
    this.lastReason = why;
    if (!this.next) this.tell();
  }

  stop(): void {
    clearTimeout(this.next);
  }

  private tell(): void {
    this.next = undefined;
    if (this.refusals === 0) return;
    const told = { refused: this.refusals, why: this.lastReason };
    this.logger.warn(told, 'requests are refused: more come in than can be served');
    this.refusals = 0;
    this.next = setTimeout(() => {
      this.tell();
    }, LOGGED_EVERY_MS).unref();
  }
}
