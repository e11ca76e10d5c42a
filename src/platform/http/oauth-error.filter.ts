import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  InvalidRequest,
  NotFound,
  ServerError,
  TemporarilyUnavailable,
  UnsupportedMediaType,
} from '../../core/errors/errors';
import { OAuthError } from '../../core/errors/oauth-error';
import { bodyTooLarge } from './body-bytes';
import { noteForLog } from './log-notes';
import { MEDIA_TYPES } from './media-types';
import { NO_STORE } from './no-store';
import { isProbe } from './probe';

/** Refusals of the caller, not of what was sent: their reasons belong into the log line of the request. */
const NOT_LET_IN = new Set([401, 403, 429]);

/**
 * Turns whatever is thrown into a response with a JSON body of OAuth's form, never the framework's. No request can cause
 * an entry at the level error: a bound that is reached (`TemporarilyUnavailable`) is a warning.
 */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('errors');

  /** `isUnavailable` says of a failure whether the same request may succeed soon. */
  constructor(private readonly isUnavailable: (failure: unknown) => boolean) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = this.isUnavailable(thrown) ? unavailable(thrown) : toOAuthError(thrown);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { cause } = error.details;
    const { id } = reply.request;
    if (NOT_LET_IN.has(error.status)) noteForLog(reply.request, { reason: reasonOf(cause) ?? error.message });
    if (thrown instanceof TemporarilyUnavailable && !isProbe(reply.request))
      this.logger.warn({ reason: cause, req: { id } }, error.message);
    else if (error.status >= 500) this.logger.error({ err: cause, req: { id } }, error.message);
    else this.logger.debug({ error: error.error, description: error.message, reason: cause, req: { id } });
    void sendError(reply, error);
  }
}

/** Answers with an error. As bytes, because Fastify adds a charset to texts, and some clients want exactly `application/json`. */
export const sendError = (reply: FastifyReply, error: OAuthError): FastifyReply =>
  reply
    .status(error.status)
    .headers({
      ...NO_STORE,
      ...error.headers,
      'X-Request-Id': reply.request.id,
      'Content-Type': 'application/json',
    })
    .send(Buffer.from(JSON.stringify(error.body)));

/** Any thrown thing as an OAuth error: ours as it is, the framework's by their status, all else as a failure of ours. */
const toOAuthError = (thrown: unknown): OAuthError => {
  if (thrown instanceof OAuthError) return thrown;
  switch (statusOf(thrown)) {
    case 404:
      return new NotFound();
    case 413:
      return bodyTooLarge();
    case 415:
      return new UnsupportedMediaType(MEDIA_TYPES.json);
    case 503:
      return unavailable(thrown);
    case undefined:
      return new ServerError(thrown);
    default:
      return new InvalidRequest('the request is malformed; check its address, headers and body', { cause: thrown });
  }
};

const unavailable = (cause: unknown): OAuthError => new TemporarilyUnavailable(undefined, undefined, cause);

const statusOf = (thrown: unknown): number | undefined => {
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && (status < 500 || status === 503) ? status : undefined;
};

const reasonOf = (cause: unknown): string | undefined => {
  if (cause instanceof OAuthError) return reasonOf(cause.details.cause) ?? cause.message;
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : undefined;
};
