import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  InvalidRequest,
  NotFound,
  ServerError,
  TemporarilyUnavailable,
  UnsupportedMediaType,
} from '../../core/errors/errors';
import { OAuthError } from '../../core/errors/oauth-error';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { responseTo } from '../../core/errors/response-to-refused-operation';
import { bodyTooLarge } from './body-bytes';
import { noteForLog } from './log-notes';
import { MEDIA_TYPES } from './media-types';
import { NO_STORE } from './caching';
import { RefusalsService } from './refusals.service';
import { isProbe } from './probe';
import { UnavailableLogService } from './unavailable-log.service';

/**
 * Returns whether a failure is temporary, so that the same request may succeed soon. The response is then 503 instead
 * of 500.
 */
export type IsTemporary = (failure: unknown) => boolean;

/** The injection token of {@link IsTemporary}. */
export const IS_TEMPORARY = Symbol('is temporary');

/** The errors about the caller rather than the request. The log line of the request contains their reasons. */
const REFUSED_CALLERS = new Set([401, 403, 429]);

/**
 * Turns every error into a response with a JSON body in the form of OAuth. A limit that is reached
 * (`TemporarilyUnavailable`) is logged as a warning, so that no request can cause an entry at the level error. What fails
 * while the database does not serve is logged together; a probe that fails logs by itself when that begins.
 */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('errors');

  constructor(
    @Inject(IS_TEMPORARY) private readonly isTemporary: IsTemporary,
    private readonly refusals: RefusalsService,
    private readonly unavailable: UnavailableLogService,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const isTemporary = this.isTemporary(thrown);
    const error = isTemporary ? unavailable(thrown) : toOAuthError(thrown);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { cause } = error.details;
    const { id } = reply.request;
    if (REFUSED_CALLERS.has(error.status)) noteForLog(reply.request, { reason: reasonOf(cause) ?? error.message });
    if (isTemporary) this.unavailable.note(reply.request, thrown);
    else if (thrown instanceof TemporarilyUnavailable && !isProbe(reply.request))
      this.logger.warn({ reason: cause, req: { id } }, error.message);
    else if (error.status >= 500 && !isProbe(reply.request))
      this.logger.error({ err: cause, req: { id } }, error.message);
    else this.logger.debug({ error: error.error, description: error.message, reason: cause, req: { id } });
    this.refusals.publish(reply.request, error);
    void sendError(reply, error);
  }
}

/** Sends an error: as a page to a browser at an address for people, as JSON everywhere else. */
export const sendError = (reply: FastifyReply, error: OAuthError): FastifyReply => {
  const page = reply.server.errorPages?.(reply.request, error);
  if (!page) return sendJson(reply, error);
  return reply
    .status(page.status)
    .headers({ ...error.headers, ...page.headers, 'X-Request-Id': reply.request.id })
    .send(page.html);
};

/** As bytes, because Fastify adds a charset to texts, and some clients accept only `application/json`. */
const sendJson = (reply: FastifyReply, error: OAuthError): FastifyReply =>
  reply
    .status(error.status)
    .headers({
      ...NO_STORE,
      ...error.headers,
      'X-Request-Id': reply.request.id,
      'Content-Type': 'application/json',
    })
    .send(Buffer.from(JSON.stringify(error.body)));

/**
 * Converts an error to an OAuth error: an OAuth error stays as it is, a refused operation is converted by its kind, an
 * error of the framework by its status, any other becomes 500.
 */
const toOAuthError = (thrown: unknown): OAuthError => {
  if (thrown instanceof OAuthError) return thrown;
  if (thrown instanceof RefusedOperation) return responseTo(thrown);
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
