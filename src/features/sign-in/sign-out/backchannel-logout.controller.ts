import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { formParameters } from '../../../platform/http/form-parameters';
import { BackchannelLogoutService } from './backchannel-logout.service';

/** `POST /sign-in/{upstream}/backchannel-logout` (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
@Controller('sign-in/:upstream/backchannel-logout')
@ApiExcludeController()
export class BackchannelLogoutController {
  constructor(private readonly logouts: BackchannelLogoutService) {}

  @Post()
  @HttpCode(200)
  async receive(@Param('upstream') upstream: string, @Req() request: FastifyRequest): Promise<void> {
    await this.logouts.receive(request.context, upstream, formParameters(request).get('logout_token') ?? '');
  }
}
