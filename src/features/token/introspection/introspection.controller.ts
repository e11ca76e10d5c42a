import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PresentedTokenRequest } from '../../../access-tokens/dto/presented-token-request.dto';
import { ClientAuthenticated } from '../../../authentication/client/client-authenticated.decorator';
import { AuthenticatedClient } from '../../../authentication/client/client-authentication.guard';
import { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { FormPipe } from '../../../platform/http/form.pipe';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { INTROSPECTION_JWT, IntrospectionJwtService, wantsJwt } from './introspection-jwt.service';
import { type Introspection, IntrospectionService } from './introspection.service';

/** `POST /introspect` (RFC 7662 section 2), as a signed JWT if the caller accepts that (RFC 9701). */
@Controller('introspect')
export class IntrospectionController {
  constructor(
    private readonly introspection: IntrospectionService,
    private readonly jwt: IntrospectionJwtService,
  ) {}

  @Post()
  @Answers('Ask whether a token is active and what it permits.', {
    about:
      'For the client that the token was issued to, and for resource servers in its audience. For any other token, and for an invalid one, the response contains only active with the value false.',
    tag: 'Tokens',
    takes: 'PresentedToken',
    gives: [200, 'Introspection', INTROSPECTION_JWT],
  })
  @HttpCode(200)
  @ClientAuthenticated()
  async introspect(
    @Context() context: RequestContext,
    @AuthenticatedClient() client: Client,
    @Body(new FormPipe(PresentedTokenRequest)) request: PresentedTokenRequest,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Introspection | Buffer> {
    const answer = await this.introspection.introspect(context, client, request);
    if (!wantsJwt(accept)) return answer;
    void reply.type(INTROSPECTION_JWT);
    return Buffer.from(await this.jwt.sign(context, client, answer));
  }
}
