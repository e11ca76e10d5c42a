import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { ClientsModule } from '../../clients/clients.module';
import { InitialAccessTokensModule } from '../../governance/initial-access-tokens/initial-access-tokens.module';
import { QuotasModule } from '../../governance/quotas/quotas.module';
import { RegistrarsModule } from '../../governance/registrars/registrars.module';
import { RegistrationRequestsModule } from '../../registration-requests/registration-requests.module';
import { IdempotencyModule } from '../../idempotency/idempotency.module';
import { EqualRegistrationsService } from './equal-registrations.service';
import { LineageService } from './lineage.service';
import { OpenRegistrationLimit } from './open-registration.limit';
import { PolicyRateLimit } from './policy-rate.limit';
import { RegistrationController } from './registration.controller';
import { RegistrationGuard } from './registration.guard';
import { RegistrationService } from './registration.service';
import { ValidationController } from './validation.controller';
import { ValidationLimit } from './validation.limit';

/** The client registration endpoint (RFC 7591), and the trial of a registration. */
@Module({
  imports: [
    AccessTokensModule,
    BearerModule,
    ClientsModule,
    IdempotencyModule,
    InitialAccessTokensModule,
    QuotasModule,
    RegistrarsModule,
    RegistrationRequestsModule,
  ],
  controllers: [RegistrationController, ValidationController],
  providers: [
    EqualRegistrationsService,
    LineageService,
    OpenRegistrationLimit,
    PolicyRateLimit,
    RegistrationGuard,
    RegistrationService,
    ValidationLimit,
  ],
})
export class RegistrationModule {}
