import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { TokenResponse } from '../../access-tokens/grants/grant';
import type { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { ClientAuthenticated } from '../../authentication/client/client-authenticated.decorator';
import { clientOf } from '../../authentication/client/client-authentication.guard';
import { Answers } from '../../platform/openapi/answers.decorator';
import { ConfirmationGuard, confirmationOf } from './confirmation.guard';
import { GrantGuard } from './grant.guard';
import { TokenRequestPipe } from './token-request.pipe';
import { TokenService } from './token.service';

/** `POST /token` (RFC 6749 section 3.2). */
@Controller('token')
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  /** Context and client come from the request itself: Nest runs two asynchronous functions for each decorator of ours. */
  @Post()
  @Answers('Obtain an access token.', {
    about:
      'By the client credentials grant; where people sign in, also by an authorization code and by refresh tokens. The token is a signed JWT; with a DPoP proof or a client certificate it is bound to that key.',
    tag: 'Tokens',
    takes: 'TokenRequest',
    gives: [200, 'TokenResponse'],
    sends: ['DPoP'],
  })
  @HttpCode(200)
  @ClientAuthenticated({ public: true })
  @UseGuards(GrantGuard, ConfirmationGuard)
  grant(@Req() http: FastifyRequest, @Body(TokenRequestPipe) request: TokenRequest): Promise<TokenResponse> {
    return this.tokens.issue({ ...http.context, confirmation: confirmationOf(http) }, clientOf(http), request);
  }
}
