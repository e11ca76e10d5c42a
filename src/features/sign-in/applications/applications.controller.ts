import { Controller, Get, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '../../../core/errors/errors';
import { SignInOptions } from '../../../users/sign-in-options';
import { OwnPageGuard } from '../decision/own-page.guard';
import type { PageAnswer } from '../pages/page-answer';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import { LimitsAuthorizations, LimitsDecisions } from '../transactions/browser.limit';
import type { Exchange } from '../transactions/exchange';
import { SignInErrorFilter } from '../transactions/sign-in-error.filter';
import { VisitGuard } from '../transactions/visit.guard';
import { applicationsFormIn } from './applications-form';
import { ApplicationsService } from './applications.service';

/** `/sign-in/applications`, where a user sees and revokes what has access. Without sessions, there is no such page. */
@Controller('sign-in/applications')
@UseFilters(SignInErrorFilter)
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly texts: PageTextsService,
    private readonly options: SignInOptions,
  ) {}

  @Get()
  @UseGuards(LimitsAuthorizations, VisitGuard)
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.applications.show(exchange));
  }

  @Post()
  @UseGuards(LimitsDecisions, OwnPageGuard)
  async change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.applications.change(exchange, applicationsFormIn(request)));
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (exchange: Exchange) => Promise<PageAnswer>,
  ): Promise<void> {
    if (this.options.sessionSeconds === 0) throw new NotFound();
    const texts = this.texts.textsFor(request.headers['accept-language']);
    sendPage(reply, await work({ request, reply, context: request.context, texts }));
  }
}
