import { Module } from '@nestjs/common';
import { SealedLogModule } from '../sealing/sealed-log.module';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';

/** The verification of the log, for the server and for commands. */
@Module({
  imports: [SealedLogModule],
  providers: [AuditRepository, AuditService],
  exports: [AuditRepository, AuditService],
})
export class AuditModule {}
