import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpirySweepTask } from './expiry-sweep.task';
import { UsedId } from './used-id.entity';
import { UsedIdStore } from './used-id.store';

/** What is remembered for a while, by all nodes. */
@Module({
  imports: [TypeOrmModule.forFeature([UsedId])],
  providers: [
    UsedIdStore,
    {
      provide: ExpirySweepTask,
      inject: [UsedIdStore],
      useFactory: (set: UsedIdStore) => new ExpirySweepTask('expiring_entries', set),
    },
  ],
  exports: [UsedIdStore],
})
export class ReplayModule {}
