import { Controller, Get, Param, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import { LimitsCallbacks } from '../transactions/browser.limit';
import { SignInErrorFilter } from '../transactions/sign-in-error.filter';
import { VisitGuard } from '../transactions/visit.guard';
import { CallbackService } from './callback.service';

/** `GET /sign-in/{upstream}/callback`: where an upstream sends browsers back to (RFC 6749 section 4.1.2). */
@Controller('sign-in/:upstream/callback')
@UseFilters(SignInErrorFilter)
@UseGuards(LimitsCallbacks, VisitGuard)
export class CallbackController {
  constructor(
    private readonly callbacks: CallbackService,
    private readonly texts: PageTextsService,
  ) {}

  @Get()
  async receive(
    @Param('upstream') upstream: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = this.texts.textsFor(request.headers['accept-language']);
    const query = /\?(.*)/s.exec(request.url)?.[1] ?? '';
    sendPage(reply, await this.callbacks.receive({ request, reply, context: request.context, texts }, upstream, query));
  }
}
