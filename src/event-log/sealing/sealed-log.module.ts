import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CheckpointKey } from './checkpoint-key.entity';
import { CheckpointKeyRepository } from './checkpoint-key.repository';
import { CheckpointKeysService } from './checkpoint-keys.service';
import { LogEntry } from './log-entry.entity';
import { LogTree } from './log-tree.entity';
import { SealedLogRepository } from './sealed-log.repository';
import { StoredCheckpoint } from './stored-checkpoint.entity';

/** The tables of the sealed log and their repositories, for the server and for the commands. */
@Module({
  imports: [TypeOrmModule.forFeature([LogEntry, LogTree, StoredCheckpoint, CheckpointKey])],
  providers: [CheckpointKeyRepository, CheckpointKeysService, SealedLogRepository],
  exports: [CheckpointKeysService, SealedLogRepository],
})
export class SealedLogModule {}
