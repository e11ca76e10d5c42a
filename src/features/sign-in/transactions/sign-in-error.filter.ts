import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NotFound, ServerError, TemporarilyUnavailable } from '../../../core/errors/errors';
import { OAuthError } from '../../../core/errors/oauth-error';
import { noteForLog } from '../../../platform/http/log-notes';
import { IS_TEMPORARY, type IsTemporary, sendError } from '../../../platform/http/oauth-error.filter';
import { UnavailableLogService } from '../../../platform/http/unavailable-log.service';
import { kindOf } from '../pages/error-pages.service';
import type { PageAnswer } from '../pages/page-answer';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import { errorPage } from '../pages/views/error.page';
import { PageError, RedirectError } from '../request/authorization-refusal';
import { errorResponse } from '../request/authorization-responses';

/**
 * Turns every error of a handler for browsers into a page, or into a response to the client. The log has the same reference
 * as the page, and the reason; nothing of the request. A fault of another host is a warning, so that no request can cause an
 * entry at the level error.
 */
@Catch()
export class SignInErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly texts: PageTextsService,
    @Inject(IS_TEMPORARY) private readonly isTemporary: IsTemporary,
    private readonly unavailable: UnavailableLogService,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.errorOf(thrown);
    const { id } = reply.request;
    noteForLog(reply.request, { reason: `${error.error}: ${error.message}` });
    if (this.isTemporary(thrown)) this.unavailable.note(reply.request, thrown);
    else if (error !== thrown) this.logger.error({ err: error.details.cause, req: { id } }, error.message);
    else if (error.status >= 500) this.logger.warn({ reason: rootOf(error).message, req: { id } }, error.message);
    if (error instanceof NotFound) void sendError(reply, error);
    else void sendPage(reply.headers(error.headers), this.answerTo(reply, error));
  }

  private errorOf(thrown: unknown): OAuthError {
    if (thrown instanceof OAuthError) return thrown;
    return this.isTemporary(thrown)
      ? new TemporarilyUnavailable(undefined, undefined, thrown)
      : new ServerError(thrown);
  }

  private answerTo({ request }: FastifyReply, error: OAuthError): PageAnswer {
    const { id: reference, headers, context } = request;
    const texts = this.texts.textsFor(headers['accept-language']);
    if (error instanceof RedirectError) return errorResponse(texts, context.issuer, error, reference);
    const { status, message: detail } = error;
    const { kind, host } = error instanceof PageError ? error : { kind: kindOf(status), host: undefined };
    return errorPage(texts, { kind, status, reference, detail, ...(host !== undefined && { host }) });
  }
}

/** The error that caused all others. */
const rootOf = (error: Error): Error => {
  const cause = error instanceof OAuthError ? error.details.cause : error.cause;
  return cause instanceof Error ? rootOf(cause) : error;
};
