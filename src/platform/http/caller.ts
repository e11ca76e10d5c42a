import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../../core/errors/oauth-error';

/** The connection was closed before the response, so no caller reads this error. */
class CallerDisconnected extends OAuthError {
  constructor() {
    super(400, 'invalid_request', 'the connection was closed before the answer; keep it open');
  }
}

/** The caller that waits for the response to a request, and may disconnect before it. Without a request, such as for a command, it never does. */
export class Caller {
  constructor(private readonly request?: Pick<FastifyRequest, 'raw'>) {}

  /** Runs `work` with a signal that aborts with {@link CallerDisconnected} when the connection closes. */
  async watched<Result>(work: (disconnected: AbortSignal) => Promise<Result>): Promise<Result> {
    const socket = this.request?.raw.socket;
    const controller = new AbortController();
    const abort = (): void => {
      controller.abort(new CallerDisconnected());
    };
    // The request closes as soon as its body was read. The socket may serve other requests later.
    socket?.once('close', abort);
    if (socket?.destroyed) abort();
    try {
      return await work(controller.signal);
    } finally {
      socket?.removeListener('close', abort);
    }
  }

  /**
   * Returns the result of `work`. Throws {@link CallerDisconnected} as soon as the caller disconnects, so that the
   * request ends then. The work itself continues, because other requests may wait for its result.
   */
  whileThere<Result>(work: Promise<Result>): Promise<Result> {
    return this.watched((disconnected) => Promise.race([work, rejectionBy(disconnected)]));
  }
}

const rejectionBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const rejectNow = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) rejectNow();
    else signal.addEventListener('abort', rejectNow, { once: true });
  });

/** The caller of a request, as a parameter of its handler. */
export const FromCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => new Caller(context.switchToHttp().getRequest<FastifyRequest>()),
);
