import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CheckpointKey } from './checkpoint-key.entity';
import { CheckpointKeysService } from './checkpoint-keys.service';
import { LogEntry } from './log-entry.entity';
import { LogTree } from './log-tree.entity';
import { StoredCheckpoint } from './stored-checkpoint.entity';

/** What the sealing of the log stores, for whoever reads it. */
@Module({
  imports: [TypeOrmModule.forFeature([LogEntry, LogTree, StoredCheckpoint, CheckpointKey])],
  providers: [CheckpointKeysService],
  exports: [CheckpointKeysService],
})
export class SealedLogModule {}
