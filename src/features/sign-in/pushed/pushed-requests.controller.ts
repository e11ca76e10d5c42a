import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticated } from '../../../authentication/client/client-authenticated.decorator';
import { AuthenticatedClient } from '../../../authentication/client/client-authentication.guard';
import type { Client } from '../../../clients/client.entity';
import { InvalidRequest } from '../../../core/errors/errors';
import { bodyOf } from '../../../platform/http/request-body';
import { AuthorizationParameters, readParameters, UnreadableParameters } from '../request/authorization-parameters';
import { ProvesKeyGuard } from './proves-key.guard';
import { PushedLimit } from './pushed.limit';
import { type PushedResponse, PushedRequestsService } from './pushed-requests.service';

/** Parameters that authenticate the client and belong to no authorization request. */
const OF_AUTHENTICATION: ReadonlySet<string> = new Set(['client_secret', 'client_assertion', 'client_assertion_type']);

/** `POST /par` (RFC 9126 section 2). */
@Controller('par')
@ApiExcludeController()
export class PushedRequestsController {
  constructor(private readonly requests: PushedRequestsService) {}

  @Post()
  @HttpCode(201)
  @ClientAuthenticated({ public: true, firstContact: true })
  @UseGuards(PushedLimit, ProvesKeyGuard)
  push(@Req() request: FastifyRequest, @AuthenticatedClient() client: Client): Promise<PushedResponse> {
    return this.requests.push(request.context, client, parametersIn(request), request.confirmation?.jkt);
  }
}

/** Reading is strict, as at the authorization endpoint: see {@link readParameters}. */
const parametersIn = (request: FastifyRequest): AuthorizationParameters => {
  const body = bodyOf(request);
  const text = body.is === 'form' ? body.text : '';
  try {
    const { pairs } = readParameters(text);
    return new AuthorizationParameters(pairs.filter(([name]) => !OF_AUTHENTICATION.has(name)));
  } catch (error) {
    if (!(error instanceof UnreadableParameters)) throw error;
    throw new InvalidRequest(
      error.kind === 'long'
        ? 'the parameters must have at most 16 KiB; shorten them'
        : 'the parameters must be percent-encoded UTF-8; encode them again',
    );
  }
};
