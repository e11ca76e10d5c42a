import { Module } from '@nestjs/common';
import { SealedLogModule } from '../sealing/sealed-log.module';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';
import { EventStreamService } from './event-stream.service';

/** The verification of the log, for the server and for commands. */
@Module({
  imports: [SealedLogModule],
  providers: [AuditRepository, AuditService, EventStreamService],
  exports: [AuditRepository, AuditService, EventStreamService],
})
export class AuditModule {}
