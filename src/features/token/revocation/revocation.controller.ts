import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { PresentedTokenRequest } from '../../../access-tokens/dto/presented-token-request.dto';
import { ClientAuthenticated } from '../../../authentication/client/client-authenticated.decorator';
import { AuthenticatedClient } from '../../../authentication/client/client-authentication.guard';
import { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { FormPipe } from '../../../platform/http/form.pipe';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { RevocationService } from './revocation.service';

/** `POST /revoke` (RFC 7009 section 2). */
@Controller('revoke')
export class RevocationController {
  constructor(private readonly revocation: RevocationService) {}

  @Post()
  @Answers('Take a token back.', {
    about:
      'Every node refuses the revoked token from the next request on. A client can revoke its own tokens. The response is the same for an unknown token.',
    tag: 'Tokens',
    takes: 'PresentedToken',
    gives: [200],
  })
  @HttpCode(200)
  @ClientAuthenticated({ public: true })
  revoke(
    @Context() context: RequestContext,
    @AuthenticatedClient() client: Client,
    @Body(new FormPipe(PresentedTokenRequest)) request: PresentedTokenRequest,
  ): Promise<void> {
    return this.revocation.revoke(context, client, request);
  }
}
