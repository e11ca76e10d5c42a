import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { ClientFactoryModule } from './client-factory.module';
import { EnvironmentClients } from './client-options';
import { environmentClients } from './environment-clients';
import { EnvironmentClientsService } from './environment-clients.service';
import { KeptAddressModule } from './kept-address.module';
import { KeysInUseService } from './keys-in-use.service';
import { LastUsedTask } from './last-used.task';
import { LastUsedTracker } from './last-used.tracker';
import { RegistrarLogListener } from './registrar-log.listener';
import { SecretResealingService } from './secret-resealing.service';
import { SecretResealingTask } from './secret-resealing.task';

/** The clients of a server: their storage, those of the environment, and the tasks about them. */
@Module({
  imports: [ClientFactoryModule, KeptAddressModule],
  providers: [
    fromEnvironment(EnvironmentClients, environmentClients),
    KeysInUseService,
    LastUsedTracker,
    LastUsedTask,
    RegistrarLogListener,
    EnvironmentClientsService,
    SecretResealingService,
    SecretResealingTask,
  ],
  exports: [ClientFactoryModule, KeptAddressModule],
})
export class ClientsModule {}
