import { Body, Controller, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { REQUIRED_SCOPE } from '../bearer/require-scope';
import { REGISTER_SCOPE } from '../clients/registrar';
import { NoStore } from '../http/no-store';
import { Answers } from '../openapi/answers';
import { AdmissionGuard } from './admission.guard';
import type { ClientInformation } from './client-information';
import { ClientMetadataPipe } from './client-metadata.pipe';
import { IdempotencyInterceptor, Repeatable } from './idempotency/idempotency.interceptor';
import type { RepeatableRequest } from './idempotency/idempotent-answers';
import type { Admission } from './metadata-admission';
import { RegistrationService } from './registration.service';

/** `POST /register` (RFC 7591 section 3). */
@Controller('register')
export class RegistrationController {
  constructor(private readonly registration: RegistrationService) {}

  @Post()
  @Answers('Register a client.', {
    tag: 'Registration',
    to: 'registrar',
    takes: 'ClientMetadata',
    gives: [201, 'ClientInformation'],
    sends: ['Idempotency-Key'],
  })
  @NoStore()
  @REQUIRED_SCOPE(REGISTER_SCOPE)
  @UseGuards(AdmissionGuard)
  @UseInterceptors(IdempotencyInterceptor)
  register(
    @Body(ClientMetadataPipe) admission: Admission,
    @Repeatable() repeatable?: RepeatableRequest,
  ): Promise<ClientInformation> {
    return this.registration.register(admission, repeatable);
  }
}
