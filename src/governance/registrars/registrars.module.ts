import { Module } from '@nestjs/common';
import { ClientStoreModule } from '../../clients/client-store.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { ClientCountsModule } from '../quotas/client-counts.module';
import { RegistrarStoreModule } from './registrar-store.module';
import { RegistrarsService } from './registrars.service';

/** The registrars that an operator made, for the server and for commands. */
@Module({
  imports: [ClientStoreModule, EventLogModule, PolicyStoreModule, ClientCountsModule, RegistrarStoreModule],
  providers: [RegistrarsService],
  exports: [RegistrarsService],
})
export class RegistrarsModule {}
