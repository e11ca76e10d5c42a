import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { ClientMetadataReaderRegistry } from './client-metadata-reader.registry';
import { ClientSecretsModule } from './client-secrets.module';
import { ClientStoreModule } from './client-store.module';
import { ClientFactory } from './client.factory';
import { operatorPolicy } from './operator-policy';
import { RegistrationPermissions } from './registration-permissions';

/** What may be registered, and new clients, for the server and for commands. It needs `SecretsModule`. */
@Module({
  imports: [ClientSecretsModule, ClientStoreModule],
  providers: [
    ClientFactory,
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
    ClientStoreModule,
    RegistrationPermissions,
  ],
})
export class ClientFactoryModule {}
