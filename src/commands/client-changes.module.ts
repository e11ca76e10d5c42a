import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientStoreModule } from '../clients/client-store.module';
import { ClientCountsModule } from '../governance/quotas/client-counts.module';
import { IdempotentAnswer } from '../idempotency/idempotent-answer.entity';
import { IdempotentAnswersListener } from '../idempotency/idempotent-answers.listener';

/** Reading and writing clients with the listeners that store rows with a change, as on the server. */
@Module({
  imports: [ClientStoreModule, ClientCountsModule, TypeOrmModule.forFeature([IdempotentAnswer])],
  providers: [IdempotentAnswersListener],
  exports: [ClientStoreModule],
})
export class ClientChangesModule {}
