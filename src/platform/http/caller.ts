import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../../core/errors/oauth-error';

/** The connection was closed before the answer: nobody reads this. */
class CallerLeft extends OAuthError {
  constructor() {
    super(400, 'invalid_request', 'the connection was closed before the answer; keep it open');
  }
}

/** Who waits for the answer to a request, and may leave before it is there. */
export class Caller {
  constructor(private readonly request: Pick<FastifyRequest, 'raw'>) {}

  /** Runs `work` with a signal that aborts, for the reason {@link CallerLeft}, when the connection closes meanwhile. */
  async watched<Result>(work: (left: AbortSignal) => Promise<Result>): Promise<Result> {
    const { socket } = this.request.raw;
    const leaver = new AbortController();
    const leave = (): void => {
      leaver.abort(new CallerLeft());
    };
    // The socket, not the request, which closes as soon as its body was read; it may serve other requests later.
    socket.once('close', leave);
    if (socket.destroyed) leave();
    try {
      return await work(leaver.signal);
    } finally {
      socket.removeListener('close', leave);
    }
  }

  /**
   * Gives what `work` gives. Throws {@link CallerLeft} as soon as the caller leaves, so that the request ends then; the
   * work itself goes on, for others may wait for its outcome.
   */
  whileThere<Result>(work: Promise<Result>): Promise<Result> {
    return this.watched((left) => Promise.race([work, rejectionBy(left)]));
  }
}

const rejectionBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });

/** The caller of a request, as a parameter of its handler. */
export const FromCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => new Caller(context.switchToHttp().getRequest<FastifyRequest>()),
);
