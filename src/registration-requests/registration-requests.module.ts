import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { DecisionsModule } from '../governance/decisions/decisions.module';
import { PoliciesModule } from '../governance/policies/policies.module';
import { OutboundModule } from '../platform/outbound/outbound.module';
import { PublishedKeysService } from './published-keys.service';
import { RegistrationRequestValidator } from './registration-request.validator';
import { SectorIdentifierValidator } from './sector-identifier.validator';
import { SoftwareStatementsModule } from './software-statements/software-statements.module';

/** The validation of all metadata: those of a registration, of a trial and of an update. */
@Module({
  imports: [ClientsModule, DecisionsModule, OutboundModule, PoliciesModule, SoftwareStatementsModule],
  providers: [PublishedKeysService, RegistrationRequestValidator, SectorIdentifierValidator],
  exports: [PublishedKeysService, RegistrationRequestValidator, SoftwareStatementsModule],
})
export class RegistrationRequestsModule {}
