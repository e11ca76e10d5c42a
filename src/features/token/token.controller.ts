import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { Confirmation } from '../../access-tokens/access-token';
import type { TokenResponse } from '../../access-tokens/grants/grant';
import type { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { ClientAuthenticated } from '../../authentication/client/client-authenticated.decorator';
import { AuthenticatedClient } from '../../authentication/client/client-authentication.guard';
import { Client } from '../../clients/client.entity';
import type { RequestContext } from '../../core/request-context';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import { ConfirmationGuard, KeyConfirmation } from './confirmation.guard';
import { GrantGuard } from './grant.guard';
import { TokenRequestPipe } from './token-request.pipe';
import { TokenService } from './token.service';

/** `POST /token` (RFC 6749 section 3.2). */
@Controller('token')
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

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
  grant(
    @Context() context: RequestContext,
    @AuthenticatedClient() client: Client,
    @Body(TokenRequestPipe) request: TokenRequest,
    @KeyConfirmation() confirmation: Confirmation,
  ): Promise<TokenResponse> {
    return this.tokens.issue({ ...context, confirmation }, client, request);
  }
}
