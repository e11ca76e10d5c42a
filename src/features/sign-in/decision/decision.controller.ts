import { Controller, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf } from '../../../platform/http/request-body';
import type { PageAnswer } from '../pages/page-answer';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import { LimitsDecisions } from '../transactions/browser.limit';
import type { Exchange } from '../transactions/exchange';
import { SignInErrorFilter } from '../transactions/sign-in-error.filter';
import { choiceIn, decisionIn } from './decision-form';
import { DecisionService } from './decision.service';
import { OwnPageGuard } from './own-page.guard';

/** `POST /sign-in/decision` and `POST /sign-in/upstream`: what the user decided on a page, and where the user signs in. */
@Controller('sign-in')
@UseFilters(SignInErrorFilter)
@UseGuards(LimitsDecisions, OwnPageGuard)
export class DecisionController {
  constructor(
    private readonly decisions: DecisionService,
    private readonly texts: PageTextsService,
  ) {}

  @Post('decision')
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.decisions.decide(exchange, decisionIn(request)));
  }

  @Post('upstream')
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.decisions.choose(exchange, choiceIn(request)));
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (exchange: Exchange) => Promise<PageAnswer>,
  ): Promise<void> {
    const texts = this.texts.textsFor(request.headers['accept-language']);
    const body = bodyOf(request);
    const form = body.is === 'form' ? { form: body.text } : {};
    sendPage(reply, await work({ request, reply, context: request.context, texts, ...form }));
  }
}
