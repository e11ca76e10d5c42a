import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log.module';
import { CheckpointKey } from './checkpoint-key.entity';
import { CheckpointKeysService } from './checkpoint-keys.service';
import { LogEntry } from './log-entry.entity';
import { LogTree } from './log-tree.entity';
import { SealingService } from './sealing.service';
import { SealingTask } from './sealing.task';
import { StoredCheckpoint } from './stored-checkpoint.entity';

/** The sealing of the log, in the server. */
@Module({
  imports: [EventLogModule, TypeOrmModule.forFeature([LogEntry, LogTree, StoredCheckpoint, CheckpointKey])],
  providers: [CheckpointKeysService, SealingService, SealingTask],
  exports: [SealingService],
})
export class SealingModule {}
