import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticated } from '../../../authentication/client/client-authenticated.decorator';
import { AuthenticatedClient } from '../../../authentication/client/client-authentication.guard';
import type { Client } from '../../../clients/client.entity';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../../../clients/client-source';
import { InvalidRequest, TooManyRequests } from '../../../core/errors/errors';
import { unreadableParameters } from '../../../core/errors/refusals';
import { bodyOf } from '../../../platform/http/request-body';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { MINUTE_SECONDS } from '../../../platform/rate-limits/rate-limit';
import { AuthorizationParameters, readParameters, UnreadableParameters } from '../request/authorization-parameters';
import { ProvesKeyGuard } from './proves-key.guard';
import { PushedLimit } from './pushed.limit';
import { type PushedResponse, PushedRequestsService } from './pushed-requests.service';

/** Parameters that authenticate the client and belong to no authorization request. */
const OF_AUTHENTICATION: ReadonlySet<string> = new Set(['client_secret', 'client_assertion', 'client_assertion_type']);

/** `POST /par` (RFC 9126 section 2). */
@Controller('par')
export class PushedRequestsController {
  constructor(private readonly requests: PushedRequestsService) {}

  @Post()
  @Answers('Push an authorization request.', {
    tag: 'Sign-in',
    about:
      'The client sends the parameters of the authorization request itself, and the browser takes the reference to the authorization endpoint. A DPoP proof binds the code to its key.',
    takes: 'AuthorizationRequest',
    gives: [201, 'PushedRequest'],
    sends: ['DPoP'],
    refuses: [
      new InvalidClientDocument('client_id must be the address of a document; publish it there'),
      new ClientDocumentUnavailable(1),
      new TooManyRequests(MINUTE_SECONDS),
    ],
  })
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
    throw error.kind === 'long'
      ? new InvalidRequest('the parameters must have at most 16 KiB; shorten them')
      : unreadableParameters();
  }
};
