import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { fromEnvironment } from '../../../platform/config/from-environment';
import { ReplayModule } from '../../../platform/replay/replay.module';
import { ConsentOptions } from './consent-options';
import { ConsentSweepTask } from './consent-sweep.task';
import { Consent } from './consent.entity';
import { ConsentRepository } from './consent.repository';
import { ConsentsService } from './consents.service';
import { DeletedClientsListener } from './deleted-clients.listener';

/** What users allowed, remembered. */
@Module({
  imports: [ReplayModule, TypeOrmModule.forFeature([Consent])],
  providers: [
    fromEnvironment(ConsentOptions, ({ SIGN_IN_UPSTREAMS, CONSENT_MEMORY }) => ({
      isOn: SIGN_IN_UPSTREAMS.length > 0,
      memory: CONSENT_MEMORY,
    })),
    ConsentRepository,
    ConsentsService,
    ConsentSweepTask,
    DeletedClientsListener,
  ],
  exports: [ConsentsService],
})
export class ConsentsModule {}
