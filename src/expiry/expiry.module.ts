import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpiringEntry } from './expiring-entry.entity';
import { ExpiringSet } from './expiring-set';
import { ExpirySweepTask } from './expiry-sweep.task';

/** What is remembered for a while, by all nodes. */
@Module({
  imports: [TypeOrmModule.forFeature([ExpiringEntry])],
  providers: [
    ExpiringSet,
    {
      provide: ExpirySweepTask,
      inject: [ExpiringSet],
      useFactory: (set: ExpiringSet) => new ExpirySweepTask('expiring_entries', set),
    },
  ],
  exports: [ExpiringSet],
})
export class ExpiryModule {}
