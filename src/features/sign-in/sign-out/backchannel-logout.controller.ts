import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '../../../core/errors/errors';
import { formParameters } from '../../../platform/http/form-parameters';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { BackchannelLogoutService } from './backchannel-logout.service';

/** `POST /sign-in/{upstream}/backchannel-logout` (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
@Controller('sign-in/:upstream/backchannel-logout')
export class BackchannelLogoutController {
  constructor(private readonly logouts: BackchannelLogoutService) {}

  @Post()
  @Answers('Receive that an identity provider signed somebody out.', {
    tag: 'Sign-in',
    about:
      'Identity providers of the operator call it. It ends the sessions that the token names and, if the operator wants that, their grants.',
    path: { upstream: 'The id of the identity provider in the configuration.' },
    takes: 'LogoutToken',
    gives: [200],
    refuses: [new NotFound()],
  })
  @HttpCode(200)
  async receive(@Param('upstream') upstream: string, @Req() request: FastifyRequest): Promise<void> {
    await this.logouts.receive(request.context, upstream, formParameters(request).get('logout_token') ?? '');
  }
}
