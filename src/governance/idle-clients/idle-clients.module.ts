import { Module } from '@nestjs/common';
import { ClientStoreModule } from '../../clients/client-store.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { IdleClientsService } from './idle-clients.service';

/** The deletion of clients that are not used, for the server and for commands. */
@Module({
  imports: [ClientStoreModule, PolicyStoreModule],
  providers: [IdleClientsService],
  exports: [IdleClientsService],
})
export class IdleClientsModule {}
