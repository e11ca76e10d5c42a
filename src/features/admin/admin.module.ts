import { Module } from '@nestjs/common';
import { ClientSearchModule } from '../../client-search/client-search.module';
import { ClientsModule } from '../../clients/clients.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { PolicyStoreModule } from '../../governance/policies/policy-store.module';
import { RegistrationsModule } from '../../registrations/registrations.module';
import { AdministratorModule } from './administrator.module';
import { ClientMetadataController } from './clients/client-metadata.controller';
import { ClientStatusController } from './clients/client-status.controller';
import { ClientsController } from './clients/clients.controller';
import { AdministeredDocumentsModule } from './client-documents/administered-documents.module';
import { AdministeredGrantsModule } from './grants/administered-grants.module';
import { AdministeredKeysModule } from './keys/administered-keys.module';
import { AdministeredPoliciesModule } from './policies/administered-policies.module';
import { AdministeredRegistrarsModule } from './registrars/administered-registrars.module';
import { AdministeredEventsModule } from './events/administered-events.module';
import { AdministeredUsersModule } from './users/administered-users.module';
import { AdministeredWebhooksModule } from './webhooks/administered-webhooks.module';
import { AdministeredStatisticsModule } from './statistics/administered-statistics.module';
import { JobsModule } from './jobs/jobs.module';
import { AdministeredTokensModule } from './initial-access-tokens/administered-tokens.module';

/** The administration API: what operators see and change over HTTP. */
@Module({
  imports: [
    AdministratorModule,
    ClientSearchModule,
    ClientsModule,
    EventLogModule,
    PolicyStoreModule,
    RegistrationsModule,
    AdministeredDocumentsModule,
    AdministeredGrantsModule,
    AdministeredKeysModule,
    AdministeredPoliciesModule,
    AdministeredRegistrarsModule,
    AdministeredEventsModule,
    AdministeredTokensModule,
    AdministeredUsersModule,
    AdministeredWebhooksModule,
    JobsModule,
    AdministeredStatisticsModule,
  ],
  controllers: [ClientsController, ClientMetadataController, ClientStatusController],
})
export class AdminModule {}
