import { Module } from '@nestjs/common';
import { EventLogModule } from '../../../event-log/event-log.module';
import { OutboundModule } from '../../../platform/outbound/outbound.module';
import { UsersModule } from '../../../users/users.module';
import { UpstreamsService } from './upstreams.service';

/** Sign-in at the identity providers of the operator. */
@Module({
  imports: [EventLogModule, OutboundModule, UsersModule],
  providers: [UpstreamsService],
  exports: [UpstreamsService],
})
export class UpstreamsModule {}
