import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { EnvironmentClients } from './client-options';
import { ClientSecretsModule } from './client-secrets.module';
import { ClientStoreModule } from './client-store.module';
import { ClientFactory } from './client.factory';
import { KeptAddressModule } from './kept-address.module';
import { KeysInUseService } from './keys-in-use.service';
import { LastUsedTask } from './last-used.task';
import { LastUsedTracker } from './last-used.tracker';
import { environmentClients } from './environment-clients';
import { ClientMetadataReaderRegistry } from './client-metadata-reader.registry';
import { operatorPolicy } from './operator-policy';
import { RegistrationPermissions } from './registration-permissions';
import { RegistrarLogListener } from './registrar-log.listener';
import { EnvironmentClientsService } from './environment-clients.service';
import { SecretResealingService } from './secret-resealing.service';
import { SecretResealingTask } from './secret-resealing.task';

/** The client entity, its storage, and the rules about what clients may register. */
@Module({
  imports: [ClientSecretsModule, ClientStoreModule, KeptAddressModule],
  providers: [
    fromEnvironment(EnvironmentClients, environmentClients),
    ClientFactory,
    KeysInUseService,
    LastUsedTracker,
    LastUsedTask,
    RegistrarLogListener,
    EnvironmentClientsService,
    SecretResealingService,
    SecretResealingTask,
    fromEnvironment(RegistrationPermissions, (environment) => {
      const permissions = operatorPolicy(environment);
      return { of: () => permissions };
    }),
    ClientMetadataReaderRegistry,
  ],
  exports: [
    ClientFactory,
    ClientMetadataReaderRegistry,
    ClientSecretsModule,
    KeptAddressModule,
    RegistrationPermissions,
    ClientStoreModule,
  ],
})
export class ClientsModule {}
