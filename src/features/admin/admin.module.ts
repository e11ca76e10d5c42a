import { Module } from '@nestjs/common';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { ClientsModule } from '../../clients/clients.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { PolicyStoreModule } from '../../governance/policies/policy-store.module';
import { AdministratorGuard } from './administrator.guard';
import { RegistrationsModule } from '../../registrations/registrations.module';
import { ClientMetadataController } from './clients/client-metadata.controller';
import { ClientStatusController } from './clients/client-status.controller';
import { ClientsController } from './clients/clients.controller';

/** The administration API: what operators see and change over HTTP. */
@Module({
  imports: [BearerModule, ClientsModule, EventLogModule, PolicyStoreModule, RegistrationsModule],
  controllers: [ClientsController, ClientMetadataController, ClientStatusController],
  providers: [AdministratorGuard],
})
export class AdminModule {}
