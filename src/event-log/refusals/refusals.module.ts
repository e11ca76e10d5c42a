import { Module } from '@nestjs/common';
import { KeptAddressModule } from '../../clients/kept-address.module';
import { EventLogModule } from '../event-log.module';
import { RefusalCountsTask } from './refusal-counts.task';
import { RefusalsListener } from './refusals.listener';

/** Refused requests as events, in the server. */
@Module({
  imports: [EventLogModule, KeptAddressModule],
  providers: [RefusalsListener, RefusalCountsTask],
})
export class RefusalsModule {}
