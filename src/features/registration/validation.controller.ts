import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { inResponseOrder } from '../../core/metadata/response-order';
import type { RequestContext } from '../../core/request-context';
import { QuotasService } from '../../governance/quotas/quotas.service';
import { type Caller, FromCaller } from '../../platform/http/caller';
import { Context } from '../../platform/http/request-context';
import { Answers } from '../../platform/openapi/answers.decorator';
import type { RegistrationPayload } from '../../registration-requests/dto/registration-payload.dto';
import { PublishedKeysService } from '../../registration-requests/published-keys.service';
import { RegistrationPayloadPipe } from '../../registration-requests/registration-payload.pipe';
import { RegistrationRequestValidator } from '../../registration-requests/registration-request.validator';
import { EqualRegistrationsService } from '../../registrations/equal-registrations.service';
import { RegistrarOnly } from './registrar-only.decorator';
import { ValidationLimit } from './validation.limit';

/**
 * `POST /register/validate`: the response that `POST /register` would give, without a new client. An extension. The same
 * guard and the same validation apply. In open mode, trials without a token are counted apart from registrations, by the
 * same limits; those with a token are counted by `RATE_LIMIT_VALIDATE`.
 */
@Controller('register/validate')
export class ValidationController {
  constructor(
    private readonly validator: RegistrationRequestValidator,
    private readonly quotas: QuotasService,
    private readonly equal: EqualRegistrationsService,
    private readonly keys: PublishedKeysService,
  ) {}

  @Post()
  @Answers('Try a registration: the same answer without a client.', {
    about:
      'Applies every rule of a registration and stores nothing. The response contains the metadata that would be registered, defaults included. Its member validation lists what was ignored, dropped, changed and added. jwks_uri_error is present if the client could not authenticate with its keys, client_id if the registration would get the client of an equal one.',
    tag: 'Registration',
    takes: 'ClientMetadata',
    gives: [200, 'RegistrableMetadata'],
  })
  @HttpCode(200)
  @RegistrarOnly()
  @UseGuards(ValidationLimit)
  async validate(
    @Context() context: RequestContext,
    @Body(RegistrationPayloadPipe) payload: RegistrationPayload,
    @FromCaller() caller: Caller,
  ): Promise<Record<string, unknown>> {
    const validated = await this.validator.validate(context, payload, { caller, isTrial: true });
    const { metadata, policy, report } = validated;
    // A registration that gets the client of an equal one needs no place in a quota.
    const refusal = await this.quotas.refusalOf(context, policy);
    const equal = await this.equal.find(this.equal.hashOf(validated));
    if (refusal && !equal) throw refusal;
    const jwks_uri_error = await this.keys.problemOf(metadata);
    const client_status = policy?.rules.require_approval === true ? 'pending' : undefined;
    const issued = { ...(equal && { client_id: equal.client_id }), client_status, jwks_uri_error };
    return { ...inResponseOrder(metadata, issued), validation: report() };
  }
}
