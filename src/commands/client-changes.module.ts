import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientStoreModule } from '../clients/client-store.module';
import { IdempotentAnswer } from '../registration/idempotency/idempotent-answer.entity';
import { IdempotentAnswersListener } from '../registration/idempotency/idempotent-answers.listener';

/** Reading and writing clients with the listeners that store rows with a change, as on the server. */
@Module({
  imports: [ClientStoreModule, TypeOrmModule.forFeature([IdempotentAnswer])],
  providers: [IdempotentAnswersListener],
  exports: [ClientStoreModule],
})
export class ClientChangesModule {}
