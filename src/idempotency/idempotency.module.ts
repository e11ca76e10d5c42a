import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { fromEnvironment } from '../platform/config/from-environment';
import { ExpirySweepTask } from '../platform/replay/expiry-sweep.task';
import { AnswerKeysService } from './answer-keys.service';
import { IdempotencyOptions } from './idempotency-options';
import { IdempotencyService } from './idempotency.service';
import { IdempotentAnswer } from './idempotent-answer.entity';
import { IdempotentAnswerRepository } from './idempotent-answer.repository';
import { IdempotentAnswersListener } from './idempotent-answers.listener';

/** Responses that are repeated for the same `Idempotency-Key`. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotentAnswer])],
  providers: [
    fromEnvironment(IdempotencyOptions, ({ IDEMPOTENCY_WINDOW }) => ({ windowSeconds: IDEMPOTENCY_WINDOW })),
    AnswerKeysService,
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
