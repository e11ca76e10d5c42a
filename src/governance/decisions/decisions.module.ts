import { Module } from '@nestjs/common';
import { KeptAddressModule } from '../../clients/kept-address.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { OutboundModule } from '../../platform/outbound/outbound.module';
import { DecisionOptions } from './decision-options';
import { DecisionsService } from './decisions.service';

/** Decisions about registrations and updates by services of the operator. */
@Module({
  imports: [KeptAddressModule, OutboundModule],
  providers: [
    DecisionsService,
    fromEnvironment(DecisionOptions, ({ DECISION_SECRETS, DECISION_TIMEOUT }) => ({
      keys: DECISION_SECRETS,
      timeoutMs: DECISION_TIMEOUT * 1000,
    })),
  ],
  exports: [DecisionsService],
})
export class DecisionsModule {}
