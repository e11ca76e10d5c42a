import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Client } from './client.entity';
import { ClientRepository } from './client.repository';
import { operatorPolicy } from './operator-policy';
import { ClientIssuer } from './client-issuer';
import { ClientSecrets } from './client-secrets';
import { KeysInUse } from './keys-in-use';
import { LastUse } from './last-use';
import { LastUseTask } from './last-use.task';
import { SealedSecrets } from './sealed-secrets';
import { SealedSecretsTask } from './sealed-secrets.task';
import { Registrar } from './registrar';
import { Environment } from '../config/environment';
import { ClientMetadataReader } from './metadata/client-metadata.reader';

/** Clients: what they are, where they are kept, what they may register. */
@Module({
  imports: [TypeOrmModule.forFeature([Client])],
  providers: [
    ClientRepository,
    ClientIssuer,
    ClientSecrets,
    KeysInUse,
    LastUse,
    LastUseTask,
    Registrar,
    SealedSecrets,
    SealedSecretsTask,
    {
      provide: ClientMetadataReader,
      inject: [Environment],
      useFactory: (environment: Environment) => new ClientMetadataReader(operatorPolicy(environment)),
    },
  ],
  exports: [ClientIssuer, ClientSecrets, LastUse, ClientRepository, ClientMetadataReader],
})
export class ClientsModule {}
