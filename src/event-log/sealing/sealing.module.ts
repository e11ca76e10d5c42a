import { Module } from '@nestjs/common';
import { EventLogModule } from '../event-log.module';
import { SealedLogModule } from './sealed-log.module';
import { SealingService } from './sealing.service';
import { SealingTask } from './sealing.task';

/** The sealing of the log, in the server. */
@Module({
  imports: [EventLogModule, SealedLogModule],
  providers: [SealingService, SealingTask],
  exports: [SealingService],
})
export class SealingModule {}
