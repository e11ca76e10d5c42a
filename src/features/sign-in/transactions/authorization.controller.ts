import { Controller, Get, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { unreadableParameters } from '../../../core/errors/refusals';
import { bodyOf } from '../../../platform/http/request-body';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import {
  type AuthorizationParameters,
  readParameters,
  UnreadableParameters,
} from '../request/authorization-parameters';
import { PageError } from '../request/authorization-refusal';
import { AuthorizationService } from './authorization.service';
import { LimitsAuthorizations } from './browser.limit';
import { SignInErrorFilter } from './sign-in-error.filter';
import { VisitGuard } from './visit.guard';

/** `GET` and `POST /authorize` (RFC 6749 section 3.1). */
@Controller('authorize')
@UseFilters(SignInErrorFilter)
@UseGuards(LimitsAuthorizations, VisitGuard)
export class AuthorizationController {
  constructor(
    private readonly authorizations: AuthorizationService,
    private readonly texts: PageTextsService,
  ) {}

  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.begin(request, reply, queryOf(request));
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (queryOf(request) !== '')
      throw new PageError('malformed', 'parameters must be sent in the address or in the body; leave one of them out');
    const body = bodyOf(request);
    if (body.is !== 'form')
      throw new PageError('malformed', 'the request body must be a form; send it as application/x-www-form-urlencoded');
    await this.begin(request, reply, body.text);
  }

  private async begin(request: FastifyRequest, reply: FastifyReply, text: string): Promise<void> {
    const parameters = parametersIn(text);
    const { context } = request;
    const texts = this.texts.textsFor(request.headers['accept-language'], parameters.get('ui_locales'));
    sendPage(reply, await this.authorizations.begin({ request, reply, context, texts }, parameters));
  }
}

const queryOf = ({ url }: FastifyRequest): string => /\?(.*)/s.exec(url)?.[1] ?? '';

/** Reading is strict: see {@link readParameters}. An address has ASCII characters only. */
const parametersIn = (text: string): AuthorizationParameters => {
  try {
    return readParameters(text);
  } catch (error) {
    if (!(error instanceof UnreadableParameters)) throw error;
    throw error.kind === 'long'
      ? new PageError('malformed', 'the parameters must be at most 100, with 16 KiB; push the request', { status: 414 })
      : new PageError('malformed', unreadableParameters().message);
  }
};
