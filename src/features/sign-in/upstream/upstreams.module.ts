import { Module } from '@nestjs/common';
import { EventLogModule } from '../../../event-log/event-log.module';
import { OutboundModule } from '../../../platform/outbound/outbound.module';
import { ReplayModule } from '../../../platform/replay/replay.module';
import { UsersModule } from '../../../users/users.module';
import { LogoutTokensService } from './logout-tokens.service';
import { UpstreamKeysService } from './upstream-keys.service';
import { UpstreamsService } from './upstreams.service';

/** Sign-in at the identity providers of the operator. */
@Module({
  imports: [EventLogModule, OutboundModule, ReplayModule, UsersModule],
  providers: [LogoutTokensService, UpstreamKeysService, UpstreamsService],
  exports: [LogoutTokensService, UpstreamsService],
})
export class UpstreamsModule {}
