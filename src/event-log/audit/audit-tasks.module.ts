import { Module } from '@nestjs/common';
import { EventLogModule } from '../event-log.module';
import { SealingModule } from '../sealing/sealing.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { ReplayModule } from '../../platform/replay/replay.module';
import { AuditOptions } from './audit-options';
import { AuditModule } from './audit.module';
import { CheckpointFileTask } from './checkpoint-file.task';
import { RetentionService } from './retention.service';
import { RetentionTask } from './retention.task';

/** What the server does with the log by itself: it seals it, deletes old events and writes `CHECKPOINT_FILE`. */
@Module({
  imports: [AuditModule, EventLogModule, ReplayModule, SealingModule],
  providers: [
    fromEnvironment(AuditOptions, ({ AUDIT_RETENTION_DAYS, CHECKPOINT_FILE }) => ({
      retentionDays: AUDIT_RETENTION_DAYS,
      checkpointFile: CHECKPOINT_FILE,
    })),
    CheckpointFileTask,
    RetentionService,
    RetentionTask,
  ],
})
export class AuditTasksModule {}
