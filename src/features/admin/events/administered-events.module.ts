import { Module } from '@nestjs/common';
import { AuditModule } from '../../../event-log/audit/audit.module';
import { EventLogModule } from '../../../event-log/event-log.module';
import { AdministratorModule } from '../administrator.module';
import { EventPagesService } from './event-pages.service';
import { EventPlacesService } from './event-places.service';
import { EventsController } from './events.controller';
import { LiveEventsService } from './live-events.service';

/** The log of events over HTTP, in pages and as a stream. */
@Module({
  imports: [AdministratorModule, AuditModule, EventLogModule],
  controllers: [EventsController],
  providers: [EventPagesService, EventPlacesService, LiveEventsService],
})
export class AdministeredEventsModule {}
