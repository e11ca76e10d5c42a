import { Module } from '@nestjs/common';
import { ClientStoreModule } from '../../clients/client-store.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { ClientCountsModule } from '../quotas/client-counts.module';
import { RegistrarListService } from './registrar-list.service';
import { RegistrarStoreModule } from './registrar-store.module';
import { RegistrarsService } from './registrars.service';

/** The registrars that an operator made, for the server and for commands. */
@Module({
  imports: [ClientStoreModule, EventLogModule, PolicyStoreModule, ClientCountsModule, RegistrarStoreModule],
  providers: [RegistrarListService, RegistrarsService],
  exports: [RegistrarListService, RegistrarsService],
})
export class RegistrarsModule {}
