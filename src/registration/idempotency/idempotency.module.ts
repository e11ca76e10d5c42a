import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientsModule } from '../../clients/clients.module';
import { ExpirySweepTask } from '../../platform/replay/expiry-sweep.task';
import { RegistrationRequestsModule } from '../../registration-requests/registration-requests.module';
import { IdempotencyService } from './idempotency.service';
import { IdempotentAnswer } from './idempotent-answer.entity';
import { RegistrationAttemptPipe } from './registration-attempt.pipe';

/** Responses that are repeated for the same `Idempotency-Key`. */
@Module({
  imports: [ClientsModule, RegistrationRequestsModule, TypeOrmModule.forFeature([IdempotentAnswer])],
  providers: [
    IdempotencyService,
    RegistrationAttemptPipe,
    {
      provide: ExpirySweepTask,
      inject: [IdempotencyService],
      useFactory: (answers: IdempotencyService) => new ExpirySweepTask('idempotent_answers', answers),
    },
  ],
  exports: [IdempotencyService, RegistrationAttemptPipe],
})
export class IdempotencyModule {}
