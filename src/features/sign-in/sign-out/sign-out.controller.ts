import { Controller, Get, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnPageGuard } from '../decision/own-page.guard';
import type { PageAnswer } from '../pages/page-answer';
import { PageTextsService } from '../pages/page-texts.service';
import { sendPage } from '../pages/send-page';
import { signedOutPage } from '../pages/views/sign-out.page';
import type { Exchange } from '../transactions/exchange';
import { SignInErrorFilter } from '../transactions/sign-in-error.filter';
import { signOutIn } from './sign-out-form';
import { SignOutService } from './sign-out.service';

/** `/sign-in/logout`, where users end their session, and `/sign-in/signed-out`, where an upstream sends them back to. */
@Controller('sign-in')
@UseFilters(SignInErrorFilter)
export class SignOutController {
  constructor(
    private readonly signOuts: SignOutService,
    private readonly texts: PageTextsService,
  ) {}

  @Get('logout')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.signOuts.ask(exchange));
  }

  @Post('logout')
  @UseGuards(OwnPageGuard)
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, (exchange) => this.signOuts.signOut(exchange, signOutIn(request)));
  }

  @Get('signed-out')
  async returned(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(request, reply, ({ texts }) => Promise.resolve(signedOutPage(texts, { everywhere: false })));
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (exchange: Exchange) => Promise<PageAnswer>,
  ): Promise<void> {
    const texts = this.texts.textsFor(request.headers['accept-language']);
    sendPage(reply, await work({ request, reply, context: request.context, texts }));
  }
}
