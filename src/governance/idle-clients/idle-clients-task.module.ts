import { Module } from '@nestjs/common';
import { fromEnvironment } from '../../platform/config/from-environment';
import { ReplayModule } from '../../platform/replay/replay.module';
import { IdleClientsModule } from './idle-clients.module';
import { IdleClientsTask } from './idle-clients.task';
import { SweepOptions } from './sweep-options';

/** The periodic deletion of clients that are not used, for the server. */
@Module({
  imports: [IdleClientsModule, ReplayModule],
  providers: [fromEnvironment(SweepOptions, ({ SWEEP_INTERVAL }) => ({ interval: SWEEP_INTERVAL })), IdleClientsTask],
})
export class IdleClientsTaskModule {}
