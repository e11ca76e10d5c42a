import { Module } from '@nestjs/common';
import { AccessTokenOptionsModule } from '../access-tokens/access-token-options.module';
import { ClientFactoryModule } from '../clients/client-factory.module';
import { KeptAddressModule } from '../clients/kept-address.module';
import { InitialAccessTokensModule } from '../governance/initial-access-tokens/initial-access-tokens.module';
import { PolicyStoreModule } from '../governance/policies/policy-store.module';
import { fromEnvironment } from '../platform/config/from-environment';
import { QuotasModule } from '../governance/quotas/quotas.module';
import { RegistrationRequestsModule } from '../registration-requests/registration-requests.module';
import { ClientUpdatesService } from './client-updates.service';
import { EditsService } from './edits.service';
import { EqualRegistrationsService } from './equal-registrations.service';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { LineageOptions, LineageService } from './lineage.service';
import { PolicyRateLimit } from './policy-rate.limit';
import { RegistrationService } from './registration.service';
import { SecretRotationModule } from './secret-rotation.module';
import { SubmissionsService } from './submissions.service';
import { UpdateRequestService } from './update-request.service';

/** Registrations and updates of valid metadata, for the server and for commands. It needs `SecretsModule` and `RateLimitsModule`. */
@Module({
  imports: [
    AccessTokenOptionsModule,
    ClientFactoryModule,
    IdempotencyModule,
    InitialAccessTokensModule,
    KeptAddressModule,
    PolicyStoreModule,
    QuotasModule,
    RegistrationRequestsModule,
    SecretRotationModule,
  ],
  providers: [
    ClientUpdatesService,
    EditsService,
    EqualRegistrationsService,
    LineageService,
    fromEnvironment(LineageOptions, ({ ADMIN_CLIENT_ID }) => ({ administrator: ADMIN_CLIENT_ID })),
    PolicyRateLimit,
    RegistrationService,
    SubmissionsService,
    UpdateRequestService,
  ],
  exports: [
    ClientUpdatesService,
    EditsService,
    EqualRegistrationsService,
    IdempotencyModule,
    RegistrationRequestsModule,
    SecretRotationModule,
    SubmissionsService,
  ],
})
export class RegistrationsModule {}
