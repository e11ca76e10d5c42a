import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { challengesFor } from '../../authentication/bearer/challenges';
import { InvalidToken } from '../../core/errors/errors';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import type { RequestContext } from '../../core/request-context';
import { InitialAccessTokenRefused } from '../../governance/initial-access-tokens/initial-access-tokens.service';
import { Caller } from '../../platform/http/caller';
import { noteForLog } from '../../platform/http/log-notes';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import type { RegistrationPayload } from '../../registration-requests/dto/registration-payload.dto';
import { RegistrationPayloadPipe } from '../../registration-requests/registration-payload.pipe';
import { RegistrationRequestValidator } from '../../registration-requests/registration-request.validator';
import { EqualRegistrationsService } from './equal-registrations.service';
import { IdempotencyService } from '../../idempotency/idempotency.service';
import { Repeatable, type RepeatableRequest } from '../../idempotency/repeatable-request';
import { RegistrarOnly } from './registrar-only.decorator';
import { REGISTRATION_ACCESS } from './registration-access';
import { RegistrationService } from './registration.service';

/** `POST /register` (RFC 7591 section 3). */
@Controller('register')
export class RegistrationController {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly validator: RegistrationRequestValidator,
    private readonly registration: RegistrationService,
    private readonly equal: EqualRegistrationsService,
  ) {}

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
    @Context() context: RequestContext,
    @Repeatable() repeatable: RepeatableRequest | undefined,
    @Body(RegistrationPayloadPipe) payload: RegistrationPayload,
    @Req() request: FastifyRequest,
  ): Promise<ClientInformation> {
    // A repetition is not validated again: its software statement, for one, was used up by the first.
    try {
      const registered = await this.equal.untilStored(() =>
        this.idempotency.answer(context, repeatable, async (contextOfUnit) => {
          const validated = await this.validator.validate(contextOfUnit, payload, { caller: new Caller(request) });
          return this.registration.register(contextOfUnit, validated);
        }),
      );
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
