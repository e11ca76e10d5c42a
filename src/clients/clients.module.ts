import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { Environment } from '../platform/config/environment';
import { ClientSecretsService } from './client-secrets.service';
import { Client } from './client.entity';
import { ClientFactory } from './client.factory';
import { ClientRepository } from './client.repository';
import { KeysInUseService } from './keys-in-use.service';
import { LastUsedTask } from './last-used.task';
import { LastUsedTracker } from './last-used.tracker';
import { operatorPolicy } from './operator-policy';
import { RegistrarService } from './registrar.service';
import { SecretResealingService } from './secret-resealing.service';
import { SecretResealingTask } from './secret-resealing.task';

/** Clients: what they are, where they are kept, what they may register. */
@Module({
  imports: [TypeOrmModule.forFeature([Client])],
  providers: [
    ClientRepository,
    ClientFactory,
    ClientSecretsService,
    KeysInUseService,
    LastUsedTracker,
    LastUsedTask,
    RegistrarService,
    SecretResealingService,
    SecretResealingTask,
    {
      provide: ClientMetadataReader,
      inject: [Environment],
      useFactory: (environment: Environment) => new ClientMetadataReader(operatorPolicy(environment)),
    },
  ],
  exports: [ClientFactory, ClientSecretsService, LastUsedTracker, ClientRepository, ClientMetadataReader],
})
export class ClientsModule {}
