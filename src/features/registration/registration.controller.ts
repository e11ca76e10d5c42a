import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { challengesFor } from '../../authentication/bearer/challenges';
import { InvalidToken } from '../../core/errors/errors';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import { InitialAccessTokenRefused } from '../../governance/initial-access-tokens/initial-access-tokens.service';
import { Caller } from '../../platform/http/caller';
import { noteForLog } from '../../platform/http/log-notes';
import { Answers } from '../../platform/openapi/answers.decorator';
import type { RegistrationPayload } from '../../registration-requests/dto/registration-payload.dto';
import { RegistrationPayloadPipe } from '../../registration-requests/registration-payload.pipe';
import { repeatableOf } from '../../idempotency/repeatable-request';
import { RegistrarOnly } from './registrar-only.decorator';
import { REGISTRATION_ACCESS } from './registration-access';
import { SubmissionsService } from '../../registrations/submissions.service';

/** `POST /register` (RFC 7591 section 3). */
@Controller('register')
export class RegistrationController {
  constructor(private readonly submissions: SubmissionsService) {}

  @Post()
  @Answers('Register a client.', {
    about:
      'The response contains the client identifier, the credentials and all registered metadata, defaults included. client_secret and registration_access_token are returned only once.',
    tag: 'Registration',
    takes: 'ClientMetadata',
    gives: [201, 'ClientInformation'],
    sends: ['Idempotency-Key'],
  })
  @RegistrarOnly()
  async register(
    @Body(RegistrationPayloadPipe) payload: RegistrationPayload,
    @Req() request: FastifyRequest,
  ): Promise<ClientInformation> {
    const submission = { caller: new Caller(request), repeatable: repeatableOf(request) };
    try {
      const registered = await this.submissions.submit(request.context, payload, submission);
      noteForLog(request, { client_id: registered.client_id });
      return registered;
    } catch (cause) {
      // Other registrations have used the token up since the guard accepted it.
      if (cause instanceof InitialAccessTokenRefused)
        throw new InvalidToken(challengesFor(request, REGISTRATION_ACCESS), cause);
      throw cause;
    }
  }
}
