import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { RequiredScope } from '../authentication/bearer/required-scope.decorator';
import { inResponseOrder } from '../core/metadata/response-order';
import { REGISTER_SCOPE } from '../core/metadata/scope-tokens';
import { Answers } from '../platform/openapi/answers.decorator';
import { ClientMetadataPipe, WholeRequest } from '../registration-requests/client-metadata.pipe';
import { PublishedKeysService } from '../registration-requests/published-keys.service';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';
import { RegistrationGuard } from './registration.guard';
import { ValidationLimit } from './validation.limit';

/**
 * `POST /register/validate`: what `POST /register` would make of a request, without a client. An extension. Admission
 * and metadata are judged by the same guard and the same pipe; in open mode trials without a token are counted apart from
 * registrations, by the same limits, those with a token by `RATE_LIMIT_VALIDATE`.
 */
@Controller('register/validate')
export class ValidationController {
  constructor(private readonly keys: PublishedKeysService) {}

  @Post()
  @Answers('Try a registration: the same answer without a client.', {
    about:
      'Every rule of a registration is applied and nothing is stored. The answer has the metadata as they would be registered, defaults in place, in validation what was ignored, dropped, changed and added, and jwks_uri_error where the client could not authenticate with its keys.',
    tag: 'Registration',
    to: 'registrar',
    takes: 'ClientMetadata',
    gives: [200, 'RegistrableMetadata'],
  })
  @HttpCode(200)
  @RequiredScope(REGISTER_SCOPE)
  @UseGuards(RegistrationGuard, ValidationLimit)
  async validate(
    @WholeRequest(ClientMetadataPipe) { metadata, report }: ValidatedRequest,
  ): Promise<Record<string, unknown>> {
    const jwks_uri_error = await this.keys.problemOf(metadata);
    return { ...inResponseOrder(metadata, { jwks_uri_error }), validation: report() };
  }
}
