import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpirySweepTask } from '../../platform/replay/expiry-sweep.task';
import { IdempotencyService } from './idempotency.service';
import { IdempotentAnswer } from './idempotent-answer.entity';
import { IdempotentAnswerRepository } from './idempotent-answer.repository';
import { IdempotentAnswersListener } from './idempotent-answers.listener';

/** Responses that are repeated for the same `Idempotency-Key`. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotentAnswer])],
  providers: [
    IdempotencyService,
    IdempotentAnswerRepository,
    IdempotentAnswersListener,
    {
      provide: ExpirySweepTask,
      inject: [IdempotentAnswerRepository],
      useFactory: (answers: IdempotentAnswerRepository) => new ExpirySweepTask('idempotent_answers', answers),
    },
  ],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
