import { Injectable } from '@nestjs/common';
import type { ClientInformation } from '../core/metadata/client-metadata';
import type { RequestContext } from '../core/request-context';
import type { Caller } from '../platform/http/caller';
import type { RegistrationPayload } from '../registration-requests/dto/registration-payload.dto';
import { RegistrationRequestValidator } from '../registration-requests/registration-request.validator';
import { EqualRegistrationsService } from './equal-registrations.service';
import { IdempotencyService } from '../idempotency/idempotency.service';
import type { RepeatableRequest } from '../idempotency/repeatable-request';
import { withinReach } from './identifier-within-reach';
import { RegistrationService } from './registration.service';

/** What is known of a registration besides its payload. */
interface Submission {
  readonly caller: Caller;
  /** Absent if the request has no `Idempotency-Key`. */
  readonly repeatable?: RepeatableRequest | undefined;
}

/** Validates and registers what was submitted, at `/register`, by an administrator and by a command. */
@Injectable()
export class SubmissionsService {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly validator: RegistrationRequestValidator,
    private readonly registration: RegistrationService,
    private readonly equal: EqualRegistrationsService,
  ) {}

  /**
   * The client information with its credentials; the stored one for a repeated request, which is not validated again: its
   * software statement, for one, was used up by the first. Throws what {@link RegistrationRequestValidator.validate},
   * {@link RegistrationService.register} and {@link IdempotencyService.answer} throw.
   */
  submit(
    context: RequestContext,
    payload: RegistrationPayload,
    { caller, repeatable }: Submission,
  ): Promise<ClientInformation> {
    const register = (): Promise<ClientInformation> =>
      this.idempotency.answer(context, repeatable, async (contextOfUnit) => {
        const validated = await this.validator.validate(contextOfUnit, payload, { caller });
        return this.registration.register(contextOfUnit, validated);
      });
    return withinReach(() => this.equal.untilStored(register));
  }
}
