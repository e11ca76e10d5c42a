import { Module } from '@nestjs/common';
import { fromEnvironment } from '../../../platform/config/from-environment';
import { ReplayModule } from '../../../platform/replay/replay.module';
import { ConsentOptions } from './consent-options';
import { ConsentSweepTask } from './consent-sweep.task';
import { ConsentStoreModule } from './consent-store.module';
import { ConsentsService } from './consents.service';
import { DeletedClientsListener } from './deleted-clients.listener';

/** What users allowed, remembered. */
@Module({
  imports: [ReplayModule, ConsentStoreModule],
  providers: [
    fromEnvironment(ConsentOptions, ({ SIGN_IN_UPSTREAMS, CONSENT_MEMORY }) => ({
      isOn: SIGN_IN_UPSTREAMS.length > 0,
      memory: CONSENT_MEMORY,
    })),
    ConsentsService,
    ConsentSweepTask,
    DeletedClientsListener,
  ],
  exports: [ConsentsService],
})
export class ConsentsModule {}
