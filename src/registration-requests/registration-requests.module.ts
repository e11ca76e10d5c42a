import { Module } from '@nestjs/common';
import { ClientFactoryModule } from '../clients/client-factory.module';
import { DecisionsModule } from '../governance/decisions/decisions.module';
import { PolicyStoreModule } from '../governance/policies/policy-store.module';
import { OutboundModule } from '../platform/outbound/outbound.module';
import { PublishedKeysService } from './published-keys.service';
import { RegistrationRequestValidator } from './registration-request.validator';
import { SectorIdentifierValidator } from './sector-identifier.validator';
import { SoftwareStatementsModule } from './software-statements/software-statements.module';

/** The validation of all metadata: those of a registration, of a trial and of an update. */
@Module({
  imports: [ClientFactoryModule, DecisionsModule, OutboundModule, PolicyStoreModule, SoftwareStatementsModule],
  providers: [PublishedKeysService, RegistrationRequestValidator, SectorIdentifierValidator],
  exports: [PublishedKeysService, RegistrationRequestValidator, SoftwareStatementsModule],
})
export class RegistrationRequestsModule {}
