import { Controller, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequiredScope } from '../authentication/bearer/required-scope.decorator';
import type { ClientInformation } from '../clients/client-information';
import { REGISTER_SCOPE } from '../clients/registrar.service';
import type { RequestContext } from '../core/request-context';
import { noteForLog } from '../platform/http/log-notes';
import { NoStore } from '../platform/http/no-store';
import { Context } from '../platform/http/request-context';
import { Answers } from '../platform/openapi/answers.decorator';
import { WholeRequest } from '../registration-requests/client-metadata.pipe';
import { type RegistrationAttempt, RegistrationAttemptPipe } from './idempotency/registration-attempt.pipe';
import { RegistrationGuard } from './registration.guard';
import { RegistrationService } from './registration.service';

/** `POST /register` (RFC 7591 section 3). */
@Controller('register')
export class RegistrationController {
  constructor(private readonly registration: RegistrationService) {}

  @Post()
  @Answers('Register a client.', {
    about:
      'The answer has the identifier of the client, its credentials and everything that was registered, defaults in place. client_secret and registration_access_token are told this once.',
    tag: 'Registration',
    to: 'registrar',
    takes: 'ClientMetadata',
    gives: [201, 'ClientInformation'],
    sends: ['Idempotency-Key'],
  })
  @NoStore()
  @RequiredScope(REGISTER_SCOPE)
  @UseGuards(RegistrationGuard)
  async register(
    @Context() context: RequestContext,
    @WholeRequest(RegistrationAttemptPipe) attempt: RegistrationAttempt,
    @Req() request: FastifyRequest,
  ): Promise<ClientInformation> {
    const registered = await this.registration.register(context, attempt);
    noteForLog(request, { client_id: registered.client_id });
    return registered;
  }
}
