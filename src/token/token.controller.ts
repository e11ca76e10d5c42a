import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { Confirmation } from '../access-tokens/access-token';
import {
  AllowsPublicClients,
  AuthenticatedClient,
  ClientAuthenticationGuard,
} from '../authentication/client/client-authentication.guard';
import { Client } from '../clients/client.entity';
import { Form } from '../platform/http/form.decorator';
import { NoStore } from '../platform/http/no-store';
import { Answers } from '../platform/openapi/answers.decorator';
import { ConfirmationGuard, KeyConfirmation } from './confirmation.guard';
import { GrantGuard } from './grant.guard';
import type { TokenResponse } from './grants/grant';
import { TokenService } from './token.service';

/** `POST /token` (RFC 6749 section 3.2). */
@Controller('token')
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  @Post()
  @Answers('Obtain an access token.', {
    about:
      'By the client credentials grant. The token is a signed JWT; with a DPoP proof or a client certificate it is bound to that key.',
    tag: 'Tokens',
    to: 'client',
    takes: 'TokenRequest',
    gives: [200, 'TokenResponse'],
    sends: ['DPoP'],
  })
  @HttpCode(200)
  @NoStore()
  @AllowsPublicClients(true)
  @UseGuards(ClientAuthenticationGuard, GrantGuard, ConfirmationGuard)
  grant(
    @AuthenticatedClient() client: Client,
    @Form() form: URLSearchParams,
    @KeyConfirmation() cnf: Confirmation,
  ): Promise<TokenResponse> {
    return this.tokens.grant(client, form, cnf);
  }
}
