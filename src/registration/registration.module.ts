import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BearerModule } from '../bearer/bearer.module';
import { ClientsModule } from '../clients/clients.module';
import { Client } from '../clients/client.entity';
import { ExpiryModule } from '../expiry/expiry.module';
import { ExpirySweepTask } from '../expiry/expiry-sweep.task';
import { FetchingModule } from '../fetching/fetching.module';
import { AdmissionGuard } from './admission.guard';
import { ClientMetadataPipe } from './client-metadata.pipe';
import { MetadataAdmission } from './metadata-admission';
import { IdempotentAnswers } from './idempotency/idempotent-answers';
import { RegistrationAttemptPipe } from './idempotency/registration-attempt.pipe';
import { IdempotentAnswer } from './idempotency/idempotent-answer.entity';
import { ManagementController } from './management/management.controller';
import { ManagementGuard } from './management/management.guard';
import { ManagementScopeGuard } from './management/management-scope.guard';
import { ManagementService } from './management/management.service';
import { RegistrationTokenGuard } from './management/registration-token.guard';
import { RegistrationTokenStrategy } from './management/registration-token.strategy';
import { RegistrationTokens } from './management/registration-tokens';
import { UpdateLimit } from './management/update.limit';
import { UpdateRequest } from './management/update-request';
import { OpenRegistrationLimit } from './open-registration.limit';
import { PublishedKeys } from './published-keys';
import { RegistrationController } from './registration.controller';
import { RegistrationService } from './registration.service';
import { SectorIdentifier } from './sector-identifier';
import { ValidationController } from './validation.controller';
import { ValidationLimit } from './validation.limit';
import { IssuerKeys } from './statements/issuer-keys';
import { RegistrationJwt } from './statements/registration-jwt';
import { SoftwareStatements } from './statements/software-statements';
import { StatementMerge } from './statements/statement-merge';
import { StatementUses } from './statements/statement-uses';

/** The registration endpoint, and the address of each client. */
@Module({
  imports: [
    BearerModule,
    ClientsModule,
    ExpiryModule,
    FetchingModule,
    TypeOrmModule.forFeature([Client, IdempotentAnswer]),
  ],
  controllers: [RegistrationController, ValidationController, ManagementController],
  providers: [
    AdmissionGuard,
    ClientMetadataPipe,
    IdempotentAnswers,
    ManagementGuard,
    ManagementScopeGuard,
    ManagementService,
    MetadataAdmission,
    OpenRegistrationLimit,
    PublishedKeys,
    RegistrationAttemptPipe,
    RegistrationService,
    RegistrationTokenGuard,
    RegistrationTokenStrategy,
    RegistrationTokens,
    SectorIdentifier,
    IssuerKeys,
    RegistrationJwt,
    SoftwareStatements,
    StatementMerge,
    StatementUses,
    UpdateLimit,
    UpdateRequest,
    ValidationLimit,
    {
      provide: ExpirySweepTask,
      inject: [IdempotentAnswers],
      useFactory: (answers: IdempotentAnswers) => new ExpirySweepTask('idempotent_answers', answers),
    },
  ],
})
export class RegistrationModule {}
