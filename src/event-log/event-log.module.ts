import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeptAddressModule } from '../clients/kept-address.module';
import { ClientChangesListener } from './client-changes.listener';
import { EventLogRepository } from './event-log.repository';
import { EventLogService } from './event-log.service';
import { LoggedEvent } from './logged-event.entity';

/** The log of events, for the server and for commands that change something. */
@Module({
  imports: [KeptAddressModule, TypeOrmModule.forFeature([LoggedEvent])],
  providers: [ClientChangesListener, EventLogRepository, EventLogService],
  exports: [EventLogService],
})
export class EventLogModule {}
