import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { ClientsModule } from '../../clients/clients.module';
import { InitialAccessTokensModule } from '../../governance/initial-access-tokens/initial-access-tokens.module';
import { PoliciesModule } from '../../governance/policies/policies.module';
import { QuotasModule } from '../../governance/quotas/quotas.module';
import { RegistrarsModule } from '../../governance/registrars/registrars.module';
import { RegistrationRequestsModule } from '../../registration-requests/registration-requests.module';
import { RegistrationsModule } from '../../registrations/registrations.module';
import { OpenRegistrationLimit } from './open-registration.limit';
import { RegistrationController } from './registration.controller';
import { RegistrationGuard } from './registration.guard';
import { ValidationController } from './validation.controller';
import { ValidationLimit } from './validation.limit';

/** The client registration endpoint (RFC 7591), and the trial of a registration. */
@Module({
  imports: [
    AccessTokensModule,
    BearerModule,
    ClientsModule,
    InitialAccessTokensModule,
    PoliciesModule,
    QuotasModule,
    RegistrarsModule,
    RegistrationRequestsModule,
    RegistrationsModule,
  ],
  controllers: [RegistrationController, ValidationController],
  providers: [OpenRegistrationLimit, RegistrationGuard, ValidationLimit],
})
export class RegistrationModule {}
