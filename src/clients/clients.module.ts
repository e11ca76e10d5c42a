import { Module } from '@nestjs/common';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { Environment } from '../platform/config/environment';
import { ClientSecretsService } from './client-secrets.service';
import { ClientStoreModule } from './client-store.module';
import { ClientFactory } from './client.factory';
import { KeysInUseService } from './keys-in-use.service';
import { LastUsedTask } from './last-used.task';
import { LastUsedTracker } from './last-used.tracker';
import { operatorPolicy } from './operator-policy';
import { RegistrarLogListener } from './registrar-log.listener';
import { RegistrarService } from './registrar.service';
import { SecretResealingService } from './secret-resealing.service';
import { SecretResealingTask } from './secret-resealing.task';

/** Clients: what they are, how they are stored, what they may register. */
@Module({
  imports: [ClientStoreModule],
  providers: [
    ClientFactory,
    ClientSecretsService,
    KeysInUseService,
    LastUsedTracker,
    LastUsedTask,
    RegistrarLogListener,
    RegistrarService,
    SecretResealingService,
    SecretResealingTask,
    {
      provide: ClientMetadataReader,
      inject: [Environment],
      useFactory: (environment: Environment) => new ClientMetadataReader(operatorPolicy(environment)),
    },
  ],
  exports: [ClientFactory, ClientMetadataReader, ClientSecretsService, ClientStoreModule],
})
export class ClientsModule {}
