import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpirySweepTask } from './expiry-sweep.task';
import { UsedId } from './used-id.entity';
import { UsedIdStore } from './used-id.store';
import { WriteCheckTask } from './write-check.task';

/** Identifiers that all nodes store until they expire. */
@Module({
  imports: [TypeOrmModule.forFeature([UsedId])],
  providers: [
    UsedIdStore,
    WriteCheckTask,
    {
      provide: ExpirySweepTask,
      inject: [UsedIdStore],
      useFactory: (usedIds: UsedIdStore) => new ExpirySweepTask('expiring_entries', usedIds),
    },
  ],
  exports: [UsedIdStore],
})
export class ReplayModule {}
